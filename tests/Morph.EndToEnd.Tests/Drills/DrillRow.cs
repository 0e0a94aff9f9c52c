namespace Morph.EndToEnd.Tests.Drills;

/// <summary>One line of a drill's table, in Markdown.</summary>
/// <param name="Case">What is tried.</param>
/// <param name="Done">What was done to the run.</param>
/// <param name="Named">What the program said of it.</param>
/// <param name="Redone">What was computed again.</param>
/// <param name="ExitCodes">How the commands ended, in their order.</param>
/// <param name="IsSame">Whether the results are the bytes of an undisturbed run.</param>
/// <param name="IsGood">Whether all is as promised.</param>
public sealed record DrillRow(string Case, string Done, string Named, string Redone, string ExitCodes, bool IsSame, bool IsGood)
{
    /// <summary>The table's head.</summary>
    public const string Header = """
        | case | what was done | what was named | what was redone | exit codes | same bytes | as promised |
        |---|---|---|---|---|---|---|
        """;

    /// <inheritdoc/>
    public override string ToString() => $"| {Case} | {Done} | {Named} | {Redone} | {ExitCodes} | {Word(IsSame)} | {Word(IsGood)} |";

    private static string Word(bool isSo) => isSo ? "yes" : "**NO**";
}
