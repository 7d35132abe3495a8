/** The release of Toxiproxy whose contract this server keeps; clients choose what to send by it. */
export const CONTRACT_VERSION = '2.12.0'
