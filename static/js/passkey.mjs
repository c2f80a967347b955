// The browser's own window for a passkey; its answer then travels in the form like any other field.

const form = document.querySelector('form[data-passkey]');
const answer = form.elements.credential;

form.addEventListener('submit', async (event) => {
  if (answer.value) return;
  event.preventDefault();
  try {
    const options = JSON.parse(form.dataset.passkey);
    const made = options.user
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    answer.value = JSON.stringify(made.toJSON());
    form.requestSubmit();
  } catch {
    form.querySelector('[role=status]').textContent = 'Nothing came from your device. You can try again, or use another way.';
  }
});
