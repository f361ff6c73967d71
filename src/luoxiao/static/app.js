// What the pages cannot do without a script is nothing; this only makes them handier.
(function () {
  const menu = document.querySelector('.menu');
  const nav = document.getElementById('nav');
  const show = (open) => { nav.classList.toggle('open', open); menu.setAttribute('aria-expanded', String(open)); };
  if (menu && nav) {
    menu.addEventListener('click', () => show(!nav.classList.contains('open')));
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && nav.classList.contains('open')) { show(false); menu.focus(); }
    });
  }
  document.addEventListener('keydown', (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    const search = document.getElementById('q');
    if (event.key === '/' && !typing && search) { event.preventDefault(); search.focus(); }
  });
  const errors = document.querySelector('.errsum');
  if (errors) errors.focus();
  if (matchMedia('(max-width:860px)').matches) {
    document.querySelectorAll('details.toc').forEach((toc) => { toc.open = false; });
  }
  document.querySelectorAll('button[data-copy]').forEach((button) => {
    button.hidden = !navigator.clipboard;
    button.addEventListener('click', () => navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent));
  });
  // A figure's name goes to where the cursor stands in the prose.
  document.querySelectorAll('[data-insert]').forEach((button) => {
    button.addEventListener('click', () => {
      const into = document.getElementById(button.dataset.into);
      into.setRangeText(button.dataset.insert, into.selectionStart, into.selectionEnd, 'end');
      into.focus();
    });
  });
  // A form is sent once: the second click finds the button resting. The server would ignore it anyway.
  document.querySelectorAll('form[method=post]').forEach((form) => {
    form.addEventListener('submit', () => {
      form.querySelectorAll('button[type=submit]').forEach((button) => setTimeout(() => { button.disabled = true; }));
    });
  });
})();
