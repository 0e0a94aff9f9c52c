using System.Collections.Immutable;
using System.Globalization;
using Morph.Domain.Runs;

namespace Morph.Cli.Configuration;

/// <summary>The kinds of value that only the block <c>morph.node</c> has.</summary>
internal static class NodeValueKinds
{
    /// <summary>The word for every role.</summary>
    private const string EveryRole = "all";

    /// <summary>Roles of a node; <c>all</c> stands for every one, nothing for none.</summary>
    public static ValueKind<ImmutableArray<string>> Roles { get; } = new(
        $"a list of {string.Join(", ", NodeRoles.All)}, or {EveryRole}",
        text => text.Trim() == EveryRole ? (true, NodeRoles.All)
            : Items(text) is var roles && roles.All(r => NodeRoles.All.Contains(r)) && AreDifferent(roles) ? (true, roles)
            : (false, default),
        roles => string.Join(',', roles),
        IsList: true,
        Meant: MeantRoles);

    /// <summary>A name or IPv4 address that others can reach.</summary>
    public static ValueKind<string> HostName { get; } = new(
        "a host name or IPv4 address under which the other nodes reach this one, without a port; 0.0.0.0 belongs into morph.node.bind-hostname",
        text => (IsHost(text) && text != "0.0.0.0", text),
        text => text);

    /// <summary>A name or IPv4 address to listen on, or nothing.</summary>
    public static ValueKind<string> HostNameOrNone { get; } = new(
        "a host name or IPv4 address of this machine, without a port, or nothing", text => (text.Length == 0 || IsHost(text), text), text => text);

    /// <summary>At least one <c>host:port</c>.</summary>
    public static ValueKind<ImmutableArray<string>> SeedNodes { get; } = new(
        "a list of one or more different nodes, each as host:port, like morph-1:4053",
        text => Items(text) is { Length: > 0 } nodes && nodes.All(IsHostAndPort) && AreDifferent(nodes) ? (true, nodes) : (false, default),
        nodes => string.Join(',', nodes),
        IsList: true);

    /// <summary>An absolute path, or nothing.</summary>
    public static ValueKind<string> AbsolutePathOrNone { get; } = new(
        "an absolute path, like /shared/morph, or nothing", text => (text.Length == 0 || Path.IsPathFullyQualified(text), text), text => text);

    private static ImmutableArray<string> Items(string text) =>
        text.Trim().Length == 0 ? [] : [.. text.Split(',', StringSplitOptions.TrimEntries)];

    private static bool AreDifferent(ImmutableArray<string> items) => items.Distinct(StringComparer.Ordinal).Count() == items.Length;

    private static bool IsHost(string text) => Uri.CheckHostName(text) is UriHostNameType.Dns or UriHostNameType.IPv4;

    private static bool IsHostAndPort(string text) =>
        text.Split(':') is [var host, var port]
        && IsHost(host)
        && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is >= 1 and <= 65535;

    /// <summary>The same list with each unknown role replaced by the nearest one; null when one resembles none, or nothing would change.</summary>
    private static string? MeantRoles(string text)
    {
        var meant = Items(text).Select(r => NearestName.Of(r, NodeRoles.All.Append(EveryRole))).ToList();
        return meant.Contains(null) ? null
            : meant.Contains(EveryRole) ? EveryRole
            : string.Join(',', meant.Distinct());
    }
}
