/** The timeline as a picture and as a table. */
export const timeline = `
<section class="timeline" aria-labelledby="timeline">
<h2 id="timeline">Timeline</h2>
{{#each timelineDrawings}}<div class="{{size}}">{{> drawing drawing}}</div>{{/each}}
<p class="note legend"><span class="key fault"></span> fault in place <span class="key outage"></span> journey down <span class="key up"></span> answers good <span class="key degraded"></span> degraded mode <span class="key signal"></span> signal on <span class="key median"></span> median answer time, with the band from the fastest to p99</p>
<details>
<summary>The timeline as a table</summary>
<table>
<thead><tr><th scope="col">Since {{timeline.zeroShort}}</th><th scope="col">What</th><th scope="col">Detail</th></tr></thead>
<tbody>
{{#each timeline.moments}}
<tr><td class="at" data-label="When">{{at}}</td><td data-label="What">{{what}}</td><td data-label="Detail" class="long">{{detail}}</td></tr>
{{/each}}
</tbody>
</table>
{{#if timeline.momentsOmitted}}<p class="note">{{timeline.momentsOmitted}}</p>{{/if}}
</details>
</section>
`
