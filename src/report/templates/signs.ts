/** One sign for each verdict, told apart by its shape as well as by its colour. */
export const passed = `<svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11"/><path d="M6.5 12.5l4 4 7-8.5"/></svg>`

export const inconclusive = `<svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><circle class="ring" cx="12" cy="12" r="10.5"/><path d="M8.8 9.3a3.3 3.3 0 1 1 5 2.8c-1.2.8-1.8 1.3-1.8 2.5M12 17.6v.2"/></svg>`

export const failed = `<svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><rect x="1.5" y="1.5" width="21" height="21" rx="2"/><path d="M7.5 7.5l9 9M16.5 7.5l-9 9"/></svg>`
