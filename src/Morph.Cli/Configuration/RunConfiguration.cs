using Akka.Configuration;
using Morph.Domain.Settings;

namespace Morph.Cli.Configuration;

/// <summary>What the reference, the user's file, the environment and the command line resolve to.</summary>
/// <param name="Settings">The blocks that decide what comes out; kept by the run directory.</param>
/// <param name="Work">The block <c>morph.work</c>, which changes no result.</param>
/// <param name="Node">The block <c>morph.node</c>, which changes no result; the single machine's commands do not look at it.</param>
/// <param name="Akka">The user's text, if it has an <c>akka</c> block: overrides for the actor system.</param>
internal sealed record RunConfiguration(MorphSettings Settings, WorkSettings Work, NodeSettings Node, Config Akka)
{
    /// <summary>The defaults of the domain, before any file.</summary>
    public static RunConfiguration Default { get; } = new(MorphSettings.Default, WorkSettings.Default, NodeSettings.Default, Config.Empty);
}
