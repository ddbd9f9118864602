// The identity provider's pages: Danish, without scripts, in the application's design.

const MISTAKES = {
  wrong: 'Brugernavn eller adgangskode er forkert. Prøv igen.',
  too_often: 'Der er gættet for mange gange på den bruger. Vent et minut, og prøv igen.',
};
const TROUBLES = {
  expired: 'Det tog for lang tid, eller siden er brugt før.',
  invalid_client: 'Siden, du kom fra, er ikke den, der hører til her.',
  invalid_redirect_uri: 'Siden, du kom fra, er ikke den, der hører til her.',
};

const ESCAPED = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text) => text.replace(/[&<>"']/gu, (each) => ESCAPED[each]);

function page(title, content, { before = '' } = {}) {
  return `<!doctype html>
<html lang="da">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${before}${title} – Pejling, demonstration</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><p><strong>Pejling</strong> <span>Eksempel Kommune (demonstration)</span></p></header>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
}

export function signIn(users, { username = '', mistake } = {}) {
  const described = mistake === undefined ? '' : ' aria-invalid="true" aria-describedby="mistake"';
  const said =
    mistake === undefined
      ? ''
      : `<p class="mistake" id="mistake" role="alert">${MISTAKES[mistake]}</p>`;
  const rows = users
    .map((user) => `<tr><th scope="row">${user.username}</th><td>${user.name}</td></tr>`)
    .join('\n');
  return page(
    'Log ind',
    `${said}
<form method="post" autocomplete="off">
<label for="username">Brugernavn</label>
<input id="username" name="username" value="${escape(username.slice(0, 100))}" autocapitalize="none" spellcheck="false" autocomplete="username" required${described}${username === '' ? ' autofocus' : ''}>
<label for="password">Adgangskode</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${described}${username === '' ? '' : ' autofocus'}>
<div class="acts">
<button type="submit">Log ind</button>
<button type="submit" name="cancel" value="1" class="secondary" formnovalidate>Annullér</button>
</div>
</form>
<details>
<summary>Demonstrationens brugere</summary>
<p>Adgangskoderne skrives i terminalen, når Pejling er startet, og står i filen demo.json.</p>
<table><thead><tr><th scope="col">Brugernavn</th><th scope="col">Navn</th></tr></thead><tbody>
${rows}
</tbody></table>
</details>`,
    { before: mistake === undefined ? '' : 'Fejl: ' },
  );
}

export function signOut(form) {
  return page(
    'Log ud',
    `<p>Vil du også logge ud hos den, der loggede dig ind?</p>
${form}
<div class="acts">
<button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>Ja, log ud</button>
<button type="submit" form="op.logoutForm" class="secondary">Nej, forbliv logget ind</button>
</div>`,
  );
}

export function signedOut(application) {
  return page('Du er logget ud', `<p><a href="${escape(application)}/">Til Pejling</a></p>`);
}

export function trouble(code, application) {
  const why = TROUBLES[code] ?? 'Det gik ikke.';
  return page(
    'Du kom ikke ind',
    `<p>${why} Begynd forfra.</p>
<p><a href="${escape(application)}/sign-in">Til Pejlings loginside</a></p>`,
  );
}
