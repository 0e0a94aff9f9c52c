using System.Diagnostics;
using System.Globalization;

namespace Morph.Cluster.Tests.Processes;

/// <summary>Hosts on one machine: network namespaces with an address each, joined by a bridge. Between any two of them the network can be cut.</summary>
internal sealed class Hosts : IDisposable
{
    private readonly string _name = $"mo{Random.Shared.Next(0x10000):x4}";
    private readonly int _subnet = Random.Shared.Next(1, 255);
    private readonly int _count;

    private Hosts(int count) => _count = count;

    /// <summary>Makes the hosts; skips the test where that is not allowed (it takes root).</summary>
    public static Hosts MakeOrSkip(int count)
    {
        var hosts = new Hosts(count);
        try
        {
            hosts.Make();
            return hosts;
        }
        catch (InvalidOperationException e)
        {
            hosts.Dispose();
            Skip.If(true, $"No network namespaces can be made here: {e.Message}");
            throw;
        }
    }

    /// <summary>Address of a host, from 0.</summary>
    public string AddressOf(int host) => string.Create(CultureInfo.InvariantCulture, $"10.77.{_subnet}.{host + 1}");

    /// <summary>What a command line begins with to run on a host.</summary>
    public IEnumerable<string> Enter(int host) => ["ip", "netns", "exec", NameOf(host)];

    /// <summary>Nothing passes between a host of the one side and a host of the other, in either direction, without a word.</summary>
    public void Cut(IReadOnlyCollection<int> side, IReadOnlyCollection<int> other)
    {
        foreach (var (here, there) in side.SelectMany(a => other.SelectMany(b => new[] { (a, b), (b, a) })))
        {
            Run([.. Enter(here), "iptables", "-A", "INPUT", "-s", AddressOf(there), "-j", "DROP"]);
        }
    }

    /// <summary>Everything passes again.</summary>
    public void Heal()
    {
        foreach (var host in Enumerable.Range(0, _count))
        {
            Run([.. Enter(host), "iptables", "-F", "INPUT"]);
        }
    }

    public void Dispose()
    {
        foreach (var host in Enumerable.Range(0, _count))
        {
            Start(["ip", "netns", "del", NameOf(host)]);
        }

        Start(["ip", "link", "del", _name]);
    }

    private void Make()
    {
        Run(["ip", "link", "add", _name, "type", "bridge"]);
        Run(["ip", "addr", "add", string.Create(CultureInfo.InvariantCulture, $"10.77.{_subnet}.254/24"), "dev", _name]);
        Run(["ip", "link", "set", _name, "up"]);
        foreach (var host in Enumerable.Range(0, _count))
        {
            var (outside, inside) = ($"{_name}o{host}", $"{_name}i{host}");
            Run(["ip", "netns", "add", NameOf(host)]);
            Run(["ip", "link", "add", outside, "type", "veth", "peer", "name", inside, "netns", NameOf(host)]);
            Run(["ip", "link", "set", outside, "master", _name, "up"]);
            Run([.. Enter(host), "ip", "addr", "add", $"{AddressOf(host)}/24", "dev", inside]);
            Run([.. Enter(host), "ip", "link", "set", inside, "up"]);
            Run([.. Enter(host), "ip", "link", "set", "lo", "up"]);
        }

        Heal();
    }

    private string NameOf(int host) => string.Create(CultureInfo.InvariantCulture, $"{_name}-{host}");

    private static void Run(string[] line)
    {
        var (exitCode, errors) = Start(line);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', line)} ended with {exitCode}: {errors}");
        }
    }

    private static (int ExitCode, string Errors) Start(string[] line)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(line[0], line[1..]) { RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, errors.Trim());
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, e.Message);
        }
    }
}
