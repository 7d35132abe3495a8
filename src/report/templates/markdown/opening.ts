/** What a reader needs first: the verdict, the figures, what was broken, why, and what to do. */
export const opening = `# {{title}}

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

`
