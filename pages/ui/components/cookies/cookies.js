// Tells the server where the browser keeps none of its cookies: inside another site's page, mostly.

/** @import { Component } from "../instances.js" */

/** @param {Component<{ name: string, asks: boolean }>} component */
export default function ({ data, setStateValue }) {
  const kept = document.cookie.split("; ").some((it) => it.startsWith(`${data.name}=`))
  if (data.asks && !kept) setStateValue("refused", true)
}
