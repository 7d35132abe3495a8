/** The residue certificate: who looked where, and what is still there. */
export const cleanup = `
<section aria-labelledby="cleanup" class="certificate">
<h2 id="cleanup">{{w 'Clean-up certificate'}}</h2>
<p><strong>{{cleanup.word}}.</strong> {{cleanup.sentence}}</p>
{{#if cleanup.looked.length}}
<p class="note">Looked at:</p>
<ul>{{#each cleanup.looked}}<li>{{this}}</li>{{/each}}</ul>
{{/if}}
{{#if cleanup.left.length}}
<p class="note">Left behind:</p>
<ul>{{#each cleanup.left}}<li>{{what}} on {{where}}. Remove it with <code>{{command}}</code></li>{{/each}}</ul>
{{/if}}
</section>
`
