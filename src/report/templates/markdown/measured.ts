/** What was measured beside the journeys: neighbours, parts, ledgers. */
export const measured = `{{#with isolation}}
## Neighbours

{{#each figures}}
- {{term}}: {{text}}
{{/each}}

{{#if victims.length}}
| Tenant | Journey | Before | Under load | After | p99 | Bad answers | Good answers |
|---|---|---|---|---|---|---|---|
{{#each victims}}
| {{tenant}} | {{journey}} | {{before}} | {{during}} | {{after}} | {{p99}} | {{errors}} | {{throughput}} |
{{/each}}
{{/if}}

{{#each loads}}
{{tenant}} asked: {{asked}}; got: {{got}}; {{latency}}; share {{share}}; quota {{quota}}; {{cost}}; sender: {{sender}}.
{{/each}}

{{#if secrets.length}}
| What must not happen | Looked for | Seen |
|---|---|---|
{{#each secrets}}
| {{what}} | {{tried}} | {{outcome}} |
{{/each}}
{{/if}}

{{/with}}
{{#if parts.length}}
## Each part, before and after

| Part | Back after | Judged | Served before | Served after |
|---|---:|---|---|---|
{{#each parts}}
| {{of}} {{name}} | {{back}} | {{word}} | {{before}} | {{after}} |
{{/each}}

{{/if}}
{{#if after.length}}
## Served as before?

| Journey | What | Before | After | After over before | Target | Judged |
|---|---|---:|---:|---|---|---|
{{#each after}}
| {{journey}} | {{what}} | {{before}} | {{after}} | {{ratio}} | {{target}} | {{word}} |
{{/each}}

{{/if}}
{{#if ledgers.length}}
## Ledgers

| Ledger | Acknowledged | As it should be | Otherwise | Data lost | Judged |
|---|---:|---:|---|---:|---|
{{#each ledgers}}
| {{name}} | {{acked}} | {{kept}} | {{others}}{{#if detail}}: {{detail}}{{/if}} | {{rpo}} | {{word}} |
{{/each}}

{{#each ledgers}}
{{#each lost}}
- {{../name}}: {{which}}: {{entry}}, acknowledged at {{acked}}, {{event}}
{{/each}}
{{/each}}

{{/if}}
`
