// client API UPSTREAM: what a user of toxiproxy_rust 0.1.6 does; prints what it saw, a line for each step.
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};
use toxiproxy_rust::{client::Client, proxy::Proxy, proxy::ProxyPack};

fn main() {
    let mut args = std::env::args().skip(1);
    let api = args.next().expect("an address").replace("http://", "");
    let upstream = args.next().expect("an upstream");
    let client = Client::new(api.as_str());

    println!("running: {}", client.is_running());
    println!("version: {:?}", client.version());
    let pack = ProxyPack::new("orders".into(), "127.0.0.1:0".into(), upstream);
    println!("populated: {:?}", client.populate(vec![pack]).map(|proxies| proxies.len()));
    let orders = client.find_proxy("orders").expect("it is there");
    println!("created: {} {} {}", orders.proxy_pack.name, orders.proxy_pack.upstream, orders.proxy_pack.enabled);
    println!("echo: {}", echo(&orders));
    let slowed = orders
        .with_latency("downstream".into(), 300, 0, 1.0)
        .apply(|| println!("slowed down: {} {}", echo(&orders), toxics(&orders)));
    println!("applied: {:?}", slowed);
    println!("after that: {} {}", echo(&orders), toxics(&orders));
    orders
        .with_bandwidth("upstream".into(), 1000, 0.5)
        .with_slow_close("upstream".into(), 10, 0.5)
        .with_timeout("upstream".into(), 500, 0.5)
        .with_slicer("upstream".into(), 100, 10, 10, 0.5)
        .with_limit_data("upstream".into(), 1000, 0.5);
    println!("every toxic: {}", toxics(&orders));
    println!("all gone: {:?} {}", orders.delete_all_toxics(), toxics(&orders));
    println!("down: {:?}", orders.with_down(|| println!("while down: {}", echo(&orders))));
    println!("up again: {}", echo(&orders));
    println!("disabled: {:?} {}", orders.disable(), echo(&orders));
    println!("reset: {:?} {}", client.reset(), echo(&orders));
    println!("nobody: {:?}", client.find_proxy("nobody").map(|_| ()));
    println!("deleted: {:?}", orders.delete());
    println!("none: {:?}", client.all().map(|proxies| proxies.len()));
}

fn toxics(proxy: &Proxy) -> String {
    let mut shown: Vec<String> = proxy
        .toxics()
        .expect("a list")
        .iter()
        .map(|toxic| {
            let mut attributes: Vec<String> = toxic.attributes.iter().map(|(name, value)| format!("{name}={value}")).collect();
            attributes.sort();
            format!("{}({}, {}, {})", toxic.name, toxic.stream, toxic.toxicity, attributes.join(" "))
        })
        .collect();
    shown.sort();
    shown.join(" ")
}

fn echo(proxy: &Proxy) -> String {
    let started = Instant::now();
    let Ok(mut socket) = TcpStream::connect(&proxy.proxy_pack.listen) else { return "refused".into() };
    socket.set_read_timeout(Some(Duration::from_secs(5))).expect("a socket");
    socket.write_all(b"hello").expect("written");
    let mut heard = [0; 5];
    if socket.read_exact(&mut heard).is_err() {
        return "nothing".into();
    }
    let pace = if started.elapsed() >= Duration::from_millis(300) { "slow" } else { "at once" };
    format!("{}, {pace}", String::from_utf8_lossy(&heard))
}
