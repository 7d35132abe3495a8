/** What came to light, for whoever has to act on it, with a text for their ticket. */
export const findings = `
<section aria-labelledby="findings">
<h2 id="findings">{{w 'Findings and follow-ups'}}</h2>
<table>
<thead><tr><th scope="col">Severity</th><th scope="col">Found</th><th scope="col">Evidence</th><th scope="col">To do</th><th scope="col">Owner</th></tr></thead>
<tbody>
{{#each findings}}
<tr><td data-label="Severity" class="severity {{severity}}">{{severity}}</td><td data-label="Found" class="long">{{what}}</td><td data-label="Evidence" class="long">{{evidence}}</td><td data-label="To do" class="long">{{action}}</td><td data-label="Owner">{{owner}}</td></tr>
{{/each}}
</tbody>
</table>
<details>
<summary>Text for the tickets</summary>
{{#each findings}}
<pre class="ticket">{{ticket}}</pre>
{{/each}}
</details>
</section>
`
