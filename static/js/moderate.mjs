// The queue by keyboard: with the focus in it, j and k go down and up.

const queue = document.querySelector('.queue');

queue?.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !'jk'.includes(event.key)) return;
  const links = [...queue.querySelectorAll('.queue-row__open')];
  const here = links.findIndex((link) => link.closest('.queue-row').contains(document.activeElement));
  links[Math.min(Math.max(here + (event.key === 'j' ? 1 : -1), 0), links.length - 1)]?.focus();
});
