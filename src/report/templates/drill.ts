/** One drill: its first screen, and the sections that have something to say. */
export const drill = `
{{> firstScreen}}
{{> contents}}
{{#each sections}}
{{> (lookup . 'id') ..}}
{{/each}}
`

/** The way into a long page, and on paper its table of contents. */
export const contents = `
<nav class="contents" aria-label="Contents">
<p class="kicker">{{w 'In this report'}}</p>
<ol>
{{#each sections}}
<li><a href="#{{id}}">{{w title}}</a>{{#if page}}<span class="page">{{page}}</span>{{/if}}</li>
{{/each}}
</ol>
</nav>
`
