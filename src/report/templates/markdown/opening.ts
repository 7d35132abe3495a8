/** What a reader needs first: the verdict, the figures, what was broken, why, and what to do. */
export const opening = `# {{title}}

{{sign}} **{{verdict.word}}.** {{verdict.headline}}
{{#if meant}}

{{meant}}
{{/if}}

{{platform}}, {{environment}} · {{classWords}} · {{started}} · took {{took}} · drill {{drill}}

{{#unless cleanup.clean}}
> **{{cleanup.word}}.** {{cleanup.sentence}}
{{#each cleanup.left}}
> - {{what}} on {{where}}: <code>{{command}}</code>
{{/each}}

{{/unless}}
| | achieved | target | |
|---|---|---|---|
| Recovery time (RTO) | {{rto.value}} | {{rto.target}} | {{rto.comparison}} |
| Data lost (RPO) | {{rpo.value}} | {{rpo.target}} | {{rpo.comparison}} {{rpo.note}}{{#if rpo.measured}} These are small writes of ours, in so-called ledgers.{{/if}} |
| Answer quality | {{qualityFigure.value}} | {{qualityFigure.against}} | {{qualityFigure.note}} |

{{#each story.sentences}}{{#unless @first}} {{/unless}}{{this}}{{else}}{{rto.note}}{{/each}}

## What was broken

{{#each faults}}
- {{words}}. {{effectWords}}
{{else}}
Nothing.
{{/each}}

## What users met

A journey is something users do, asked again and again during the drill.

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

`
