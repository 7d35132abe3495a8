#!/bin/sh
# TOXIPROXY_CLI=… sh client.sh API UPSTREAM: what a user of toxiproxy-cli 2.12.0 does; prints what it saw, a line for each step.
cli() {
  echo "\$ $*"
  NO_COLOR=1 "${TOXIPROXY_CLI:-toxiproxy-cli}" --host "$1" "$2" $3 2>&1
  echo "exit $?"
}
api=$1 upstream=$2
cli "$api" create "-l 127.0.0.1:0 -u $upstream orders"
cli "$api" create "-l 127.0.0.1:0 -u $upstream orders"
cli "$api" list ''
cli "$api" toxic 'add -t latency -a latency=300 -a jitter=5 orders'
cli "$api" toxic 'add -t bandwidth -n slow -a rate=100 --upstream --toxicity 0.5 orders'
cli "$api" inspect orders
cli "$api" toxic 'update -n latency_downstream -a latency=1 orders'
cli "$api" toxic 'update -n nothing -a latency=1 orders'
cli "$api" toxic 'add -t rain orders'
cli "$api" toxic 'remove -n slow orders'
cli "$api" toxic 'remove -n slow orders'
cli "$api" toggle orders
cli "$api" list ''
cli "$api" toggle orders
cli "$api" inspect nobody
cli "$api" delete orders
cli "$api" delete orders
cli "$api" list ''
