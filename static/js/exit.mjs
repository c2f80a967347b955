// Quick exit: the page is blanked at once, the server signs out, and this place in the history is replaced.
// Shift three times within five seconds does the same. Without this file the link still leaves.

const WINDOW = 5000; // milliseconds
const links = document.querySelectorAll('a[data-exit]');
const said = document.querySelector('.exit__said');
let presses = 0;
let timer;

function leave() {
  const { href, dataset } = links[0];
  document.body.replaceChildren(); // and with it any form that would ask before it is left
  document.title = '\u00a0';
  try {
    localStorage.clear();
    sessionStorage.clear();
  } catch {
    // Switched off; then nothing is in it.
  }
  // Not followed: this only signs out, and it outlives the page.
  fetch(href, { keepalive: true, redirect: 'manual', cache: 'no-store' }).catch(() => {});
  location.replace(dataset.exit);
}

function forget() {
  presses = 0;
  said.textContent = '';
}

for (const link of links) {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    leave();
  });
}

if (links.length) {
  addEventListener('keydown', (event) => {
    if (event.repeat) return;
    if (event.key !== 'Shift') {
      if (presses) forget();
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(forget, WINDOW);
    presses += 1;
    if (presses === 3) leave();
    else said.textContent = `Shift, press ${presses === 1 ? 'twice' : 'once'} more to leave.`;
  });
}

// A page kept in memory must not come back as it was.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
