// The workbench of a split: as weights move, the server reckons again and the page shows its answer.
// Without it the button 重新测算 sends the same form.
(function () {
  const form = document.getElementById('split');
  if (!form) return;
  const submit = document.getElementById('submit');
  const offline = document.getElementById('offline');
  let timer = 0;
  let asked = 0;
  let leaving = false;
  let dirty = false;

  // A slider is only another way of writing the number beside it.
  form.querySelectorAll('input[type=range]').forEach((slider) => {
    const number = form.elements[slider.dataset.of];
    slider.hidden = false;
    slider.addEventListener('input', () => { number.value = slider.value; });
    number.addEventListener('input', () => { slider.value = number.value; });
  });

  // Whatever is shown anew keeps its place; where somebody is typing, nothing is replaced.
  const put = (answer) => {
    const page = new DOMParser().parseFromString(answer, 'text/html');
    const shown = new Map([...document.querySelectorAll('[data-live]')].map((each) => [each.dataset.live, each]));
    page.querySelectorAll('[data-live]').forEach((fresh) => {
      const old = shown.get(fresh.dataset.live);
      if (!old || old.contains(document.activeElement) || old.innerHTML === fresh.innerHTML) return;
      old.innerHTML = fresh.innerHTML;
      old.className = fresh.className;
    });
    const wrong = new Set([...document.querySelectorAll('.chk [data-field]')].map((each) => each.dataset.field));
    form.querySelectorAll('input.in').forEach((input) => {
      if (wrong.has(input.id)) input.setAttribute('aria-invalid', 'true'); else input.removeAttribute('aria-invalid');
      if (input.name.startsWith('a-')) input.classList.toggle('set', !/^[-+]?0*(\.0*)?$/.test(input.value.trim()));
    });
  };

  // One answer counts: that to the question asked last.
  const reckon = async () => {
    const mine = ++asked;
    try {
      const answer = await fetch(form.dataset.address, { method: 'POST', body: new FormData(form), credentials: 'same-origin' });
      if (!answer.ok) throw new Error(answer.status);
      const text = await answer.text();
      if (mine !== asked) return;
      put(text);
      offline.textContent = '';
    } catch (problem) {
      if (mine === asked && !leaving) offline.textContent = form.dataset.offline;
    }
  };
  const changed = (event) => {
    if (event.target.name === 'name') return;
    dirty = true;
    if (submit) { submit.disabled = true; submit.querySelector('span').textContent = submit.dataset.unsaved; }
    clearTimeout(timer);
    timer = setTimeout(reckon, 120);
  };
  form.addEventListener('input', changed);
  form.addEventListener('change', changed);
  form.addEventListener('submit', () => { leaving = true; clearTimeout(timer); });
  addEventListener('beforeunload', (event) => { if (dirty && !leaving) event.preventDefault(); });

  // Arrow keys and Enter go from county to county; Enter never sends the form from a number.
  const cells = [...form.querySelectorAll('td.adj input')];
  form.addEventListener('keydown', (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || !event.target.matches('input.in')) return;
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 }[event.key];
    if (!step) return;
    if (!cells.includes(event.target)) { if (event.key === 'Enter') event.preventDefault(); return; }
    event.preventDefault();
    const next = cells[cells.indexOf(event.target) + step];
    if (next) { next.focus(); next.select(); }
  });
})();
