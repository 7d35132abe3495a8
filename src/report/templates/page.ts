/** The frame of every page. Nothing is fetched and nothing runs: the policy makes sure of it, whatever a text contains. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{pageTitle}}</title>
<style>
{{{style}}}
</style>
</head>
<body>
<main>
{{#if logo}}<img class="logo" src="{{logo}}" alt="">
{{/if}}
{{> (lookup . 'body')}}
<footer><p>Made by Blackstart from the drill’s journal. This page is whole: it needs no network and runs no script.</p></footer>
</main>
</body>
</html>
`
