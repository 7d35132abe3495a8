/** What happened: the timeline, what people noted, the journeys. */
export const course = `## Timeline

| Since {{timeline.zeroShort}} | What | Detail |
|---:|---|---|
{{#each timeline.moments}}
| {{at}} | {{what}} | {{detail}} |
{{/each}}

{{#if timeline.momentsOmitted}}
{{timeline.momentsOmitted}}

{{/if}}
{{#if notes.length}}
## What people noted

| Since {{timeline.zeroShort}} | Who | Note |
|---:|---|---|
{{#each notes}}
| {{at}} | {{by}} | {{text}} |
{{/each}}

{{/if}}
## Journeys

| Journey | Asked | Bad | Availability | Baseline p50 | p50 | p99 |
|---|---|---:|---:|---:|---:|---:|
{{#each journeys}}
| {{name}} | {{asked}} | {{bad}} | {{availability}} | {{baselineP50}} | {{p50}} | {{p99}} |
{{/each}}

{{#each journeys}}
{{#if outages.length}}
Outages of {{name}}:

| From | To | Lasted | Why samples were bad | First error |
|---:|---:|---|---|---|
{{#each outages}}
| {{from}} | {{to}} | {{lasted}} | {{samples}}: {{reasons}} | {{detail}} |
{{/each}}

{{#if outagesOmitted}}
{{outagesOmitted}}

{{/if}}
{{/if}}
{{/each}}
`
