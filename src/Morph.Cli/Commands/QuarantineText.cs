using Morph.Cli.Progress;
using Morph.Domain.Runs;

namespace Morph.Cli.Commands;

/// <summary>Quarantined items as people read them.</summary>
internal static class QuarantineText
{
    /// <summary>One item on one line.</summary>
    public static string Line(QuarantinedItem item) =>
        $"  quarantined {(item.Field.Length > 0 ? $"field {item.Field} of sample {item.Sample}" : $"sample {item.Sample}")} "
        + $"({item.Stage.Word()}, {ProgressText.Count(item.Attempts, "attempt")}): {item.Reason}";
}
