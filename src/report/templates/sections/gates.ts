/** Each asking of each gate. */
export const gates = `
<section aria-labelledby="gates">
<h2 id="gates">{{w 'Gates'}}</h2>
<table>
<thead><tr><th scope="col">Gate</th><th scope="col">Asked</th><th scope="col">At</th><th scope="col">Took</th><th scope="col">Verdict</th><th scope="col">Detail</th></tr></thead>
<tbody>
{{#each gates}}
<tr><td data-label="Gate">{{name}}</td><td data-label="Asked">{{during}}</td><td class="at" data-label="At">{{at}}</td><td data-label="Took">{{took}}</td><td data-label="Verdict" class="judged {{verdict}}">{{> (lookup . 'verdict')}}{{word}}</td><td data-label="Detail" class="long">{{detail}}{{#if files.length}}<p class="note">{{#each files}}<a href="{{href}}">{{name}}</a> {{/each}}</p>{{/if}}</td></tr>
{{/each}}
</tbody>
</table>
</section>
`
