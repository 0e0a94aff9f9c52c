using System.CommandLine;
using System.Text.RegularExpressions;
using Morph.Cli.CommandLine;
using Morph.Cli.Configuration;
using Morph.Domain.Runs;
using Morph.Domain.Settings;

namespace Morph.Cli.Tests.Deploy;

/// <summary>The files of the repository, and what the program says to the words in them.</summary>
internal static partial class Repository
{
    public static string Path(params string[] parts) => System.IO.Path.Combine([TestData.RepositoryRoot, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(Path(parts));

    /// <summary>The variables that the program reads.</summary>
    public static IReadOnlySet<string> Variables { get; } = EnvironmentKeys.All.Select(k => k.Variable).ToHashSet();

    /// <summary>The ports of a node.</summary>
    public static IReadOnlySet<int> Ports { get; } = new HashSet<int> { NodeSettings.Default.Port, NodeSettings.Default.HttpPort };

    /// <summary>The program understands the words: command, options, arguments and, for a node, its roles.</summary>
    public static void AssertIsCommandLine(IReadOnlyList<string> words, string where)
    {
        var context = new ProgramContext(TextWriter.Null, TextWriter.Null, IsTerminal: false, TimeProvider.System, new FakeEngine());
        var parsed = MorphCommandLine.Tree(context).Parse([.. words], new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        var line = $"morph {string.Join(' ', words)}";
        if (parsed.CommandResult.Command is not RootCommand)
        {
            var complaint = Record.Exception(() => UsageCheck.Accept(parsed));
            Assert.True(complaint is null, $"{where}: '{line}': {complaint?.Message}");
        }
        else
        {
            Assert.True(words is ["--version"] or ["--help"], $"{where}: '{line}' is no command");
        }

        foreach (var role in RolesOf(words))
        {
            Assert.True(role == "all" || NodeRoles.All.Contains(role), $"{where}: '{line}': there is no role {role}");
        }
    }

    /// <summary>The roles of <c>node --role A,B</c>.</summary>
    public static IEnumerable<string> RolesOf(IReadOnlyList<string> words) =>
        words is ["node", "--role", var roles, ..] ? roles.Split(',') : [];

    /// <summary>Text names no variable <c>MORPH_*</c> but the program's and those given.</summary>
    public static void AssertKnowsVariables(string text, string where, params string[] own) =>
        Assert.All(
            VariableName().Matches(text).Select(m => m.Value).Distinct(),
            name => Assert.True(Variables.Contains(name) || own.Contains(name), $"{where}: the program reads no variable {name}"));

    [GeneratedRegex(@"\bMORPH_[A-Z_]*[A-Z]\b")]
    private static partial Regex VariableName();
}
