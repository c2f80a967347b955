// The browser's own window for a passkey; its answer travels in the form like any field.

const form = document.querySelector('form[data-passkey]');
const answer = form.elements.credential;

form.onsubmit = async (event) => {
  if (answer.value) return;
  event.preventDefault();
  try {
    const options = JSON.parse(form.dataset.passkey);
    const [act, kind] = options.user ? ['create', 'Creation'] : ['get', 'Request'];
    const publicKey = PublicKeyCredential[`parse${kind}OptionsFromJSON`](options);
    const made = await navigator.credentials[act]({ publicKey });
    answer.value = JSON.stringify(made.toJSON());
    form.requestSubmit();
  } catch {
    form.querySelector('[role=status]').textContent = 'Nothing came from your device. You can try again, or use another way.';
  }
};
