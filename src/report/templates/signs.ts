/** One sign for each verdict, told apart by its shape as well as by its colour. */
export const passed = `<svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11"/><path d="M6.5 12.5l4 4 7-8.5"/></svg>`

export const inconclusive = `<svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><path class="ground" d="M12 0.5L23.5 12 12 23.5 0.5 12z"/><path d="M9.2 9.6a2.8 2.8 0 1 1 4.2 2.4c-1 .6-1.4 1.1-1.4 2.3M12 17.2v.3"/></svg>`

export const failed = `<svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><rect x="1.5" y="1.5" width="21" height="21" rx="2"/><path d="M7.5 7.5l9 9M16.5 7.5l-9 9"/></svg>`
