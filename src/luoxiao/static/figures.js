// Copying tables and pictures, and choosing cells of the comparison as a spreadsheet does. Without it the pages only read.
(function () {
  const clipboard = navigator.clipboard;
  const text = (cell) => (cell.dataset.value !== undefined ? cell.dataset.value : cell.innerText.replace(/\s+/g, ' ').trim());
  // A cell that begins like a formula is handed over as text.
  const safe = (said) => (/^[=+@＝＋＠]/.test(said) && !/^[+]?[\d,.]+%?$/.test(said) ? "'" + said : said).replace(/[\t\n\r]/g, ' ');
  const lines = (rows) => rows.map((row) => row.map((cell) => safe(text(cell))).join('\t')).join('\n');
  const say = (button, done) => {
    const words = button.lastChild.textContent;
    button.lastChild.textContent = done;
    setTimeout(() => { button.lastChild.textContent = words; }, 1600);
  };
  const offer = (name, content) => document.querySelectorAll('[data-copy-' + name + ']').forEach((button) => {
    button.hidden = !clipboard;
    const of = document.getElementById(button.dataset['copy' + name[0].toUpperCase() + name.slice(1)]);
    button.addEventListener('click', () => clipboard.writeText(content(of)).then(() => say(button, '✓')));
  });
  offer('table', (table) => lines([...table.rows].map((row) => [...row.cells])));
  offer('picture', (picture) => picture.outerHTML.replace(/<a [^>]*>|<\/a>/g, ''));

  const grid = document.querySelector('[role=grid]');
  if (!grid) return;
  const rows = [...grid.querySelectorAll('tbody tr, tfoot tr')].map((row) => [...row.querySelectorAll('[role=gridcell]')]);
  if (!rows.length || !rows[0].length) return;
  const live = document.getElementById('chosen');
  let anchor = [0, 0];
  let head = [0, 0];
  let dragging = false;
  const where = (cell) => {
    const row = rows.findIndex((cells) => cells.includes(cell));
    return row < 0 ? null : [row, rows[row].indexOf(cell)];
  };
  const frame = () => [0, 1].map((axis) => [Math.min(anchor[axis], head[axis]), Math.max(anchor[axis], head[axis])]);
  const chosen = () => {
    const [[top, bottom], [left, right]] = frame();
    return rows.slice(top, bottom + 1).map((cells) => cells.slice(left, right + 1));
  };
  const paint = () => {
    const [[top, bottom], [left, right]] = frame();
    rows.forEach((cells, y) => cells.forEach((cell, x) => {
      cell.setAttribute('aria-selected', String(y >= top && y <= bottom && x >= left && x <= right));
      cell.tabIndex = y === head[0] && x === head[1] ? 0 : -1;
    }));
    if (live) live.textContent = live.dataset.words.replace('{rows}', bottom - top + 1).replace('{columns}', right - left + 1);
  };
  const go = (y, x, extend) => {
    head = [Math.max(0, Math.min(rows.length - 1, y)), Math.max(0, Math.min(rows[0].length - 1, x))];
    if (!extend) anchor = head;
    rows[head[0]][head[1]].focus();
    paint();
  };
  grid.addEventListener('keydown', (event) => {
    const [y, x] = head;
    const far = event.ctrlKey || event.metaKey;
    const moves = {
      ArrowUp: [far ? 0 : y - 1, x], ArrowDown: [far ? rows.length - 1 : y + 1, x],
      ArrowLeft: [y, far ? 0 : x - 1], ArrowRight: [y, far ? rows[0].length - 1 : x + 1],
      Home: [far ? 0 : y, 0], End: [far ? rows.length - 1 : y, rows[0].length - 1],
    };
    const key = event.key;
    if (moves[key]) { event.preventDefault(); go(moves[key][0], moves[key][1], event.shiftKey); }
    else if (far && key.toLowerCase() === 'a') { event.preventDefault(); anchor = [0, 0]; head = [rows.length - 1, rows[0].length - 1]; paint(); }
    else if (key === 'Escape') { go(y, x, false); }
    else if (key === 'Enter') { const link = rows[y][x].querySelector('a'); if (link) link.click(); }
  });
  grid.addEventListener('mousedown', (event) => {
    const at = where(event.target.closest('[role=gridcell]'));
    if (!at || event.target.closest('a')) return;
    event.preventDefault();
    dragging = true;
    go(at[0], at[1], event.shiftKey);
  });
  grid.addEventListener('mouseover', (event) => {
    const at = dragging && where(event.target.closest('[role=gridcell]'));
    if (at) go(at[0], at[1], true);
  });
  document.addEventListener('mouseup', () => { dragging = false; });
  // The copy event carries the cells without asking for a permission.
  document.addEventListener('copy', (event) => {
    if (!grid.contains(document.activeElement)) return;
    event.clipboardData.setData('text/plain', lines(chosen()));
    event.preventDefault();
  });
  paint();
})();
