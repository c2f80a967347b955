// Quick exit: blanks the page, signs out, and replaces this place in the history. So does Shift, three times.

const links = document.querySelectorAll('[data-exit]');
const said = document.querySelector('.exit__said');
let presses = 0, timer;

function leave(event) {
  event.preventDefault();
  const { href, dataset } = links[0];
  document.body.replaceChildren(); // and any form that would ask
  document.title = '\u00a0';
  try {
    localStorage.clear();
    sessionStorage.clear();
  } catch {} // switched off: nothing is in it
  // This only signs out, and outlives the page.
  fetch(href, { keepalive: true, redirect: 'manual', cache: 'no-store' }).catch(() => {});
  location.replace(dataset.exit);
}

function forget() {
  presses = 0;
  said.textContent = '';
}

for (const link of links) link.onclick = leave;

if (links[0]) addEventListener('keydown', (event) => {
  if (event.repeat) return;
  if (event.key !== 'Shift') return presses && forget();
  clearTimeout(timer);
  timer = setTimeout(forget, 5000);
  presses += 1;
  if (presses === 3) leave(event);
  else said.textContent = `Shift, press ${presses === 1 ? 'twice' : 'once'} more to leave.`;
});

// A page kept in memory must not come back as it was.
onpageshow = ({ persisted }) => persisted && location.reload();
