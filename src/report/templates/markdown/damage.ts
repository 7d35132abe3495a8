/** What was broken, what the gates said, and how good the answers were. */
export const damage = `## Faults

{{#each faults}}
### {{words}}

| | |
|---|---|
{{#each terms}}
| {{term}} | {{text}} |
{{/each}}

{{else}}
No fault was injected.

{{/each}}
{{#if gates.length}}
## Gates

| Gate | Asked | At | Took | Verdict | Detail |
|---|---|---:|---:|---|---|
{{#each gates}}
| {{name}} | {{during}} | {{at}} | {{took}} | {{word}} | {{detail}}{{#each files}} [{{name}}]({{href}}){{/each}} |
{{/each}}

{{/if}}
{{#if quality}}
## Answer quality

| Asked | Cases | Score | Passed | p50 | p95 |
|---|---|---:|---:|---:|---:|
{{#each quality.askings}}
| {{during}} | {{cases}} | {{score}} | {{passed}} | {{p50}} | {{p95}} |
{{/each}}

{{#if quality.flips.length}}
| Question | Expected | Before | After | Why |
|---|---|---|---|---|
{{#each quality.flips}}
| {{question}} ({{way}}) | {{expected}} | {{before}} | {{after}} | {{why}} |
{{/each}}

{{/if}}
{{/if}}
`
