/** The report for places that read Markdown: pull requests, wikis, tickets. Every value arrives already escaped. */
export const markdown = `# {{title}}

{{sign}} **{{verdict.word}}.** {{verdict.headline}}

{{platform}}, {{environment}} · {{classWords}} · {{started}} · took {{took}} · drill {{drill}}

{{#unless cleanup.clean}}
> **{{cleanup.word}}.** {{cleanup.sentence}}
{{#each cleanup.left}}
> - {{what}} on {{where}}: <code>{{command}}</code>
{{/each}}

{{/unless}}
| | achieved | target | |
|---|---|---|---|
| RTO | {{rto.value}} | {{rto.target}} | {{rto.comparison}} |
| Data lost | {{rpo.value}} | {{rpo.target}} | {{rpo.comparison}} {{rpo.note}} |
| Answer quality | {{qualityFigure.value}} | {{qualityFigure.against}} | {{qualityFigure.note}} |

{{#each story.sentences}}{{this}} {{else}}{{rto.note}}{{/each}}

## What was broken

{{#each faults}}
- {{words}}. {{effectWords}}
{{else}}
Nothing.
{{/each}}

## What users met

{{#each impact}}
- {{words}}{{#if error}} First error: {{error}}{{/if}}
{{/each}}

## Why this verdict

{{#each reasons}}
- {{word}}: {{text}}
{{else}}
No reason was recorded.
{{/each}}

## What to do next

{{#each followUps}}
- [ ] {{text}} ({{severity}}, {{owner}})
{{else}}
Nothing came out of this drill that somebody must do.
{{/each}}

{{#if findings.length}}
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
## Timeline

| Since {{timeline.zeroShort}} | What | Detail |
|---:|---|---|
{{#each timeline.moments}}
| {{at}} | {{what}} | {{detail}} |
{{/each}}

{{#if timeline.momentsOmitted}}
{{timeline.momentsOmitted}}

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
{{#with isolation}}
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
## Faults

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
| {{name}} | {{during}} | {{at}} | {{took}} | {{word}} | {{detail}} |
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
{{#if restore}}
## Restoring

{{restore.runbook}}

{{#if restore.steps.length}}
| Step | Owner | Took | Time box | Outcome | Detail |
|---|---|---:|---:|---|---|
{{#each restore.steps}}
| {{number}}. {{title}} | {{owner}} | {{took}} | {{box}} | {{outcome}} | {{detail}} |
{{/each}}

{{/if}}
{{#each restore.restores}}
- {{component}}: {{what}}, {{rate}}. {{largest}}
{{/each}}
{{#each restore.integrity}}
- integrity of {{component}}, {{check}}, {{during}}: {{word}}. {{detail}}
{{/each}}

{{/if}}
{{#if signals.length}}
## Signals

| Signal | Expected | First on | Last off | On |
|---|---|---:|---:|---:|
{{#each signals}}
| {{name}} | {{expected}} | {{firstOn}} | {{lastOff}} | {{times}} |
{{/each}}

{{/if}}
## Clean-up certificate

{{cleanup.word}}. {{cleanup.sentence}}

{{#each cleanup.looked}}
- looked at {{this}}
{{/each}}

## Evidence for auditors

{{evidence.summary}}

| | Field | Evidence |
|---:|---|---|
{{#each evidence.groups}}
{{#each fields}}
| {{number}} | {{name}} | {{text}} |
{{/each}}
{{/each}}

## How each number was computed

{{#each definitions}}
- **{{term}}**: {{text}}
{{/each}}

## How to repeat it

| | |
|---|---|
{{#each repeat}}
| {{term}} | {{text}} |
{{/each}}
`
