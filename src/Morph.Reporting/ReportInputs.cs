using Morph.Artifacts.Runs;
using Morph.Domain.Manifests;
using Morph.Domain.Runs;

namespace Morph.Reporting;

/// <summary>What the page tells beside the tables of the run directory.</summary>
/// <param name="Manifest">The image set.</param>
/// <param name="Run">
/// Settings, versions and digests. Of its times only <see cref="RunManifest.Started"/> is shown, so that drawing the page again gives the same bytes.
/// </param>
/// <param name="LossesFile">The loss log of the training, <c>losses.csv</c>; null or missing leaves the curve out.</param>
/// <param name="Quarantined">What was given up.</param>
public sealed record ReportInputs(Manifest Manifest, RunManifest Run, string? LossesFile, IReadOnlyList<QuarantinedItem> Quarantined);
