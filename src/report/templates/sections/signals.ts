/** What the platform said about itself. */
export const signals = `
<section aria-labelledby="signals">
<h2 id="signals">{{w 'Signals'}}</h2>
<table>
<thead><tr><th scope="col">Signal</th><th scope="col">Expected</th><th scope="col">First on</th><th scope="col">Last off</th><th scope="col">On</th><th scope="col">How we know</th></tr></thead>
<tbody>
{{#each signals}}
<tr><td data-label="Signal">{{name}}</td><td data-label="Expected">{{expected}}</td><td class="at" data-label="First on">{{firstOn}}</td><td class="at" data-label="Last off">{{lastOff}}</td><td data-label="On">{{times}}</td><td data-label="How we know">{{came}}</td></tr>
{{/each}}
</tbody>
</table>
</section>
`
