/** What came to light, what changed since the last drill, and where the time went. */
export const findings = `{{#if findings.length}}
## Findings

| Severity | Found | Evidence | To do | Owner |
|---|---|---|---|---|
{{#each findings}}
| {{severity}} | {{what}} | {{evidence}} | {{action}} | {{owner}} |
{{/each}}

{{/if}}
{{#if comparison}}
## Compared with the previous drill

{{comparison.sentence}} {{comparison.note}}

| What | Before | Now | Change |
|---|---|---|---|
{{#each comparison.rows}}
| {{what}} | {{before}} | {{now}} | {{words}} |
{{/each}}

{{/if}}
{{#if split.length}}
## Where the time went

| | |
|---|---|
{{#each split}}
| {{term}} | {{text}} |
{{/each}}

{{/if}}
`
