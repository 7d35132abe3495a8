// go run client.go API UPSTREAM: what a user of the Go client of Toxiproxy 2.12.0 does; prints what it saw, a line for each step.
package main

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"sort"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2/client"
)

var everyToxic = []struct {
	kind       string
	attributes toxiproxy.Attributes
}{
	{"latency", toxiproxy.Attributes{"latency": 5, "jitter": 2}},
	{"bandwidth", toxiproxy.Attributes{"rate": 1000}},
	{"slow_close", toxiproxy.Attributes{"delay": 10}},
	{"timeout", toxiproxy.Attributes{"timeout": 500}},
	{"reset_peer", toxiproxy.Attributes{"timeout": 10}},
	{"slicer", toxiproxy.Attributes{"average_size": 100, "size_variation": 10, "delay": 10}},
	{"limit_data", toxiproxy.Attributes{"bytes": 1000}},
}

func said(step string, value any) {
	if err, ok := value.(error); ok && err != nil {
		value = err.Error()
	}
	text, _ := json.Marshal(value)
	fmt.Printf("%s: %s\n", step, text)
}

func echo(listen string) string {
	started := time.Now()
	connection, err := net.DialTimeout("tcp", listen, 5*time.Second)
	if err != nil {
		return "refused"
	}
	defer connection.Close()
	connection.SetDeadline(time.Now().Add(5 * time.Second))
	connection.Write([]byte("hello"))
	heard := make([]byte, 100)
	length, _ := connection.Read(heard)
	if time.Since(started) >= 300*time.Millisecond {
		return string(heard[:length]) + ", slow"
	}
	return string(heard[:length]) + ", at once"
}

func shown(proxy *toxiproxy.Proxy) any {
	return []any{proxy.Name, proxy.Upstream, proxy.Enabled, proxy.ActiveToxics}
}

func main() {
	client := toxiproxy.NewClient(os.Args[1])
	upstream := os.Args[2]

	version, err := client.Version()
	said("version", string(version))
	orders, err := client.CreateProxy("orders", "127.0.0.1:0", upstream)
	if err != nil {
		said("not created", err)
		os.Exit(1)
	}
	said("created", shown(orders))
	_, err = client.CreateProxy("orders", "127.0.0.1:0", upstream)
	said("created twice", err)
	said("echo", echo(orders.Listen))
	toxic, err := orders.AddToxic("", "latency", "downstream", 1, toxiproxy.Attributes{"latency": 300})
	said("slowed down", toxic)
	said("echo", echo(orders.Listen))
	toxic, err = orders.UpdateToxic("latency_downstream", 1, toxiproxy.Attributes{"latency": 1})
	said("changed", toxic)
	said("echo", echo(orders.Listen))
	_, err = orders.UpdateToxic("nothing", 1, toxiproxy.Attributes{"latency": 1})
	said("changed what is not there", err)
	_, err = orders.UpdateToxic("latency_downstream", 1, toxiproxy.Attributes{"latency": "long"})
	said("changed to nonsense", err)
	said("removed", orders.RemoveToxic("latency_downstream"))
	said("removed twice", orders.RemoveToxic("latency_downstream"))
	for _, each := range everyToxic {
		toxic, err = orders.AddToxic("t-"+each.kind, each.kind, "upstream", 0.5, each.attributes)
		said(each.kind, []any{toxic, err == nil})
	}
	toxics, err := orders.Toxics()
	said("every toxic", toxics)
	_, err = orders.AddToxic("", "rain", "downstream", 1, nil)
	said("an unknown toxic", err)
	_, err = orders.AddToxic("", "latency", "sideways", 1, nil)
	said("a wrong stream", err)
	_, err = orders.AddToxic("t-latency", "latency", "downstream", 1, nil)
	said("a name that is taken", err)
	said("reset", client.ResetState())
	orders, err = client.Proxy("orders")
	said("after the reset", shown(orders))
	said("disabled", orders.Disable())
	said("down", []any{echo(orders.Listen), orders.Enabled})
	said("enabled", orders.Enable())
	said("up again", echo(orders.Listen))
	orders.Upstream = "127.0.0.1:1"
	said("pointed elsewhere", orders.Save())
	said("echo", echo(orders.Listen))
	populated, err := client.Populate([]toxiproxy.Proxy{{Name: "db", Listen: "127.0.0.1:0", Upstream: upstream, Enabled: true}})
	for _, proxy := range populated {
		said("populated", shown(proxy))
	}
	all, err := client.Proxies()
	names := []string{}
	for name := range all {
		names = append(names, name)
	}
	sort.Strings(names)
	said("all", names)
	_, err = client.Proxy("nobody")
	said("nobody", err)
	for _, proxy := range all {
		said("deleted", proxy.Delete())
	}
	said("deleted twice", orders.Delete())
	all, err = client.Proxies()
	said("none", len(all))
}
