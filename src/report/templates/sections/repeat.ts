/** All that is needed to run the same drill again. */
export const repeat = `
<section aria-labelledby="repeat">
<h2 id="repeat">{{w 'How to repeat it'}}</h2>
{{> terms repeat}}
</section>
`
