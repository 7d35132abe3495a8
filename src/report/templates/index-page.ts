/** Every drill of a folder in one table, filtered without a script: the page works from the file system. */
export const index = `
<style>
{{#each filters}}
main:has(#{{select}} option[value="{{value}}"]:checked) tr.drill:not(.{{css}}) { display: none; }
{{/each}}
main:has(#newest:checked) tr.older { display: none; }
</style>
<header>
<p class="kicker">{{w 'All drills'}}</p>
<h1>{{title}}</h1>
<p class="facts">{{facts}}</p>
</header>
{{#if rows.length}}
<form class="filters" aria-label="Filter">
{{#each selects}}
<label>{{label}} <select id="{{id}}"><option value="" selected>all</option>{{#each options}}<option value="{{value}}">{{words}} ({{count}})</option>{{/each}}</select></label>
{{/each}}
<label><input type="checkbox" id="newest"> only the newest of each scenario</label>
</form>
<table class="all-drills">
<thead><tr><th scope="col">Started</th><th scope="col">Scenario</th><th scope="col">Verdict</th><th scope="col">RTO achieved</th><th scope="col">Target</th><th scope="col">Data lost</th><th scope="col">Quality</th><th scope="col">To do</th></tr></thead>
<tbody>
{{#each rows}}
<tr class="drill {{css}}"><td data-label="Started" class="at">{{started}}</td><td data-label="Scenario"><a href="{{href}}">{{title}}</a><p class="note">{{scenario}} · {{platform}}, {{environment}}</p></td><td data-label="Verdict" class="judged {{verdict}}">{{> (lookup . 'verdict')}}<strong>{{word}}</strong>{{#if cleanup}}<p>{{cleanup}}</p>{{/if}}</td><td data-label="RTO achieved" class="at">{{rto}}</td><td data-label="Target" class="at">{{target}}</td><td data-label="Data lost">{{lost}}</td><td data-label="Quality">{{quality}}</td><td data-label="To do">{{toDo}}</td></tr>
{{/each}}
</tbody>
</table>
{{else}}
<p>No drill has been run into this folder yet.</p>
{{/if}}
{{#if omitted}}<p class="note">{{omitted}}</p>{{/if}}
`
