// Makes the form of a return handier; without it every button still works as a plain form.
(function () {
  const form = document.getElementById('return-form');
  if (!form) return;
  const cells = Array.from(form.querySelectorAll('td.v input.in'));
  const words = document.documentElement.lang === 'en'
    ? { saved: 'Saved', savedAt: (at) => at + ' saved', unsaved: 'Not saved: ', points: ' pts' }
    : { saved: '已保存', savedAt: (at) => at + ' 已自动保存', unsaved: '没有保存：', points: ' 点' };

  // Arrow keys and Enter go from line to line; Enter never sends the form from a cell.
  const go = (cell, step) => {
    const next = cells[cells.indexOf(cell) + step];
    if (next) { next.focus(); next.select(); }
  };
  form.addEventListener('keydown', (event) => {
    if (!cells.includes(event.target) || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    go(event.target, step);
  });

  // What the server computes again: a number as people write it, and its change against the last period.
  const plain = (text) => text.replace(/[０-９．－]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xFEE0)).replace(/[,，\s]/g, '').replace('−', '-');
  const read = (text) => (/^-?\d+(\.\d+)?$/.test(plain(text)) ? Number(plain(text)) : null);
  const signed = (value, digits) => (value > 0 ? '+' : value < 0 ? '−' : '') + Math.abs(value).toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits || 4 });
  const change = (row, value) => {
    if (row.dataset.last === '' || value === null) return '—';
    const last = Number(row.dataset.last);
    if (row.dataset.unit === '%') return signed(Number((value - last).toFixed(4)), 0) + words.points;
    if (last === 0) return value ? '—' : '0.0%';
    return signed(Number(((value - last) / Math.abs(last) * 100).toFixed(1)), 1) + '%';
  };
  const recompute = (cell) => {
    const row = cell.closest('tr');
    const shown = row.querySelector('td.ch');
    if (shown) shown.textContent = change(row, read(cell.value));
  };

  // Autosave: once nothing was typed for a moment; one request at a time; what is typed meanwhile goes next.
  const said = form.querySelector('.when');
  const waiting = new Set();
  let timer = 0;
  let busy = false;
  let leaving = false;
  let pressed = null;
  const mark = (cell, kept) => {
    const place = cell.closest('td');
    const note = place.querySelector('.saved');
    if (note) note.textContent = kept ? words.saved : '';
    let dot = place.querySelector('.kept');
    if (kept && !dot) { dot = document.createElement('i'); dot.className = 'kept'; dot.setAttribute('aria-hidden', 'true'); place.append(dot); }
    if (!kept && dot) dot.remove();
  };
  // What somebody else has kept meanwhile is shown, and so not sent back; what is being typed stays.
  const takeOver = (cell, value) => {
    if (!cell || waiting.has(cell)) return;
    cell.value = value;
    if (cells.includes(cell)) recompute(cell);
  };
  const save = async () => {
    if (busy || leaving || !waiting.size) return;
    busy = true;
    const sent = new Set(waiting);
    waiting.clear();
    const body = new FormData(form);
    body.set('do', 'autosave');
    try {
      const answer = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' }, credentials: 'same-origin' });
      const told = await answer.json();
      form.elements.key.value = told.key;
      if (!answer.ok) throw new Error(told.problem);
      form.elements.seen.value = told.seen;
      Object.entries(told.others).forEach(([name, value]) => takeOver(form.elements[name], value));
      if (said) said.textContent = words.savedAt(told.at);
      sent.forEach((cell) => { if (!waiting.has(cell) && cells.includes(cell)) mark(cell, true); });
    } catch (problem) {
      sent.forEach((cell) => waiting.add(cell));
      if (said) said.textContent = words.unsaved + problem.message;
    }
    busy = false;
    if (pressed) send();
    else if ([...waiting].some((cell) => !sent.has(cell))) later();
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(save, 1200); };
  const touched = (cell) => {
    waiting.add(cell);
    if (cells.includes(cell)) { recompute(cell); mark(cell, false); }
    if (form.dataset.autosave) later();
  };
  form.addEventListener('input', (event) => { if (event.target.matches('input.in')) touched(event.target); });
  // A button that is pressed while a save is under way waits for it, so that the form names the newest version.
  const send = () => {
    const button = pressed;
    pressed = null;
    form.querySelectorAll('button').forEach((each) => { each.disabled = false; });
    form.requestSubmit(button);
  };
  form.addEventListener('submit', (event) => {
    clearTimeout(timer);
    if (busy) { event.preventDefault(); pressed = event.submitter; return; }
    leaving = true;
  });
  addEventListener('beforeunload', (event) => { if (!leaving && waiting.size && form.dataset.autosave) event.preventDefault(); });

  // A block copied from a spreadsheet fills the lines below; rows that begin with a line's code go to that line.
  const pasted = (from, row, n) => {
    const [first, second] = row.split('\t').map((text) => text.trim());
    const named = second === undefined ? null : form.elements['v-' + first];
    const cell = named || cells[from + n];
    if (!cell) return null;
    cell.value = named ? second : first;
    touched(cell);
    return cell;
  };
  form.addEventListener('paste', (event) => {
    if (!cells.includes(event.target)) return;
    const text = event.clipboardData.getData('text/plain').replace(/\r\n?/g, '\n').replace(/\n$/, '');
    if (!/[\n\t]/.test(text)) return;
    event.preventDefault();
    const from = cells.indexOf(event.target);
    const filled = text.split('\n').map((row, n) => pasted(from, row, n)).filter(Boolean);
    if (filled.length) filled[filled.length - 1].focus();
  });

  // 无变化 fills the cell in place.
  form.querySelectorAll('button[data-same]').forEach((button) => {
    button.addEventListener('click', (event) => {
      event.preventDefault();
      const cell = document.getElementById('v-' + button.value);
      cell.value = button.dataset.same;
      touched(cell);
      cell.focus();
    });
  });
})();
