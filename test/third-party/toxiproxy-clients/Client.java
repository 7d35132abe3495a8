// java -cp JARS Client.java API UPSTREAM: what a user of toxiproxy-java 2.1.11 does; prints what it saw, a line for each step.
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import eu.rekawek.toxiproxy.model.Toxic;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.Callable;

class Client {
  public static void main(String[] args) throws IOException {
    var api = URI.create(args[0]);
    var upstream = args[1];
    var client = new ToxiproxyClient(api.getHost(), api.getPort());

    said("version", client.version());
    var orders = client.createProxy("orders", "127.0.0.1:0", upstream);
    said("created", shown(orders));
    refused("created twice", () -> client.createProxy("orders", "127.0.0.1:0", upstream));
    said("echo", echo(orders));
    var slow = orders.toxics().latency("slow", ToxicDirection.DOWNSTREAM, 300);
    said("slowed down", slow.getLatency() + " " + slow.getJitter() + " " + slow.getToxicity());
    said("echo", echo(orders));
    slow.setLatency(1).setJitter(1).setToxicity(0.5f);
    said("changed", slow.getLatency() + " " + slow.getJitter() + " " + slow.getToxicity());
    said("echo", echo(orders));
    orders.toxics().bandwidth("bandwidth", ToxicDirection.UPSTREAM, 1000);
    orders.toxics().slicer("slicer", ToxicDirection.UPSTREAM, 100, 10).setSizeVariation(10);
    orders.toxics().slowClose("slow close", ToxicDirection.UPSTREAM, 10);
    orders.toxics().timeout("timeout", ToxicDirection.UPSTREAM, 500);
    orders.toxics().limitData("limit data", ToxicDirection.UPSTREAM, 1000);
    orders.toxics().resetPeer("reset peer", ToxicDirection.UPSTREAM, 10);
    for (Toxic toxic : orders.toxics().getAll()) {
      said("toxic", toxic.getClass().getSimpleName() + " " + toxic.getName() + " " + toxic.getStream() + " " + toxic.getToxicity());
    }
    refused("a name that is taken", () -> orders.toxics().latency("slow", ToxicDirection.UPSTREAM, 1));
    refused("a toxic that is not there", () -> orders.toxics().get("nothing"));
    slow.remove();
    refused("removed twice", () -> { slow.remove(); return null; });
    client.reset();
    said("after the reset", String.valueOf(orders.toxics().getAll().size()));
    orders.disable();
    said("down", echo(orders) + " " + client.getProxy("orders").isEnabled());
    orders.enable();
    said("up again", echo(orders));
    orders.setUpstream("127.0.0.1:1");
    said("pointed elsewhere", shown(client.getProxy("orders")));
    for (Proxy proxy : client.getProxies()) said("all", proxy.getName());
    refused("nobody", () -> client.getProxy("nobody"));
    said("nobody", String.valueOf(client.getProxyOrNull("nobody")));
    orders.delete();
    refused("deleted twice", () -> { orders.delete(); return null; });
    said("none", String.valueOf(client.getProxies().size()));
  }

  static void said(String step, String value) {
    System.out.println(step + ": " + value.strip());
  }

  static void refused(String step, Callable<?> act) {
    try {
      act.call();
      said(step, "nothing was wrong");
    } catch (Exception error) {
      said(step, error.getClass().getSimpleName() + " " + error.getMessage());
    }
  }

  static String shown(Proxy proxy) {
    return proxy.getName() + " " + proxy.getUpstream() + " " + proxy.isEnabled();
  }

  static String echo(Proxy proxy) throws IOException {
    var listen = URI.create("tcp://" + proxy.getListen());
    var started = System.nanoTime();
    try (var socket = new Socket(listen.getHost(), listen.getPort())) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write("hello".getBytes());
      var heard = new String(socket.getInputStream().readNBytes(5));
      return heard + (System.nanoTime() - started >= 300_000_000L ? ", slow" : ", at once");
    } catch (ConnectException refused) {
      return "refused";
    }
  }
}
