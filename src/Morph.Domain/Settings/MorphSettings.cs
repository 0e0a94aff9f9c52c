using System.Collections.Immutable;

namespace Morph.Domain.Settings;

/// <summary>
/// Everything that decides what a run computes, resolved from the reference configuration, the user's file and the command line.
/// One record per block of <c>hocon/morph.conf</c>; keys and defaults are documented there.
/// </summary>
/// <param name="Seed">The one seed of every random stream.</param>
/// <param name="Load">Block <c>morph.load</c>.</param>
/// <param name="Mask">Block <c>morph.mask</c>.</param>
/// <param name="Train">Block <c>morph.train</c>.</param>
/// <param name="Embed">Block <c>morph.embed</c>.</param>
/// <param name="Reduce">Block <c>morph.reduce</c>.</param>
/// <param name="Cluster">Block <c>morph.cluster</c>.</param>
/// <param name="Report">Block <c>morph.report</c>.</param>
public sealed record MorphSettings(
    long Seed,
    LoadSettings Load,
    MaskSettings Mask,
    TrainSettings Train,
    EmbedSettings Embed,
    ReduceSettings Reduce,
    ClusterSettings Cluster,
    ReportSettings Report)
{
    /// <summary>The defaults of METHOD: what <c>hocon/morph.conf</c> holds.</summary>
    public static MorphSettings Default { get; } = new(1, new(), new(), new(), new(), new(), new(), new());
}

/// <summary>How the image folder is understood.</summary>
public sealed record LoadSettings
{
    /// <summary>Channel names in order; empty for all channels found, in ordinal order.</summary>
    public ImmutableArray<string> Channels { get; init; } = [];

    /// <summary>Regular expression over the relative path with the groups sample, field and channel; empty for the default naming.</summary>
    public string Pattern { get; init; } = "";

    /// <summary>How many consecutive fields form a sample when nothing else names samples.</summary>
    public int FieldsPerSample { get; init; } = 4;

    /// <summary>Largest number of pixels one plane may have; a file that claims more is refused unread.</summary>
    public long MaxPixels { get; init; } = 400_000_000;
}

/// <summary>How foreground is told from background.</summary>
public sealed record MaskSettings
{
    /// <summary>Which mixture component is the foreground.</summary>
    public ForegroundRule Foreground { get; init; } = ForegroundRule.Brighter;

    /// <summary>EM stops when the mean log-likelihood gains less than this.</summary>
    public double Tolerance { get; init; } = 1e-3;

    /// <summary>Added to the diagonal of each covariance.</summary>
    public double RegCovar { get; init; } = 1e-6;

    /// <summary>EM stops after this many iterations.</summary>
    public int MaxIterations { get; init; } = 1000;
}

/// <summary>Which component of the two is the foreground.</summary>
public enum ForegroundRule
{
    /// <summary>The one with the larger sum of means.</summary>
    Brighter,

    /// <summary>The one with fewer pixels, as in the reference; fails on confluent wells.</summary>
    Minority,
}

/// <summary>How the encoder is trained.</summary>
public sealed record TrainSettings
{
    /// <summary>Side of the training crops and of the embedded windows, in pixels; a multiple of 8, at least 64.</summary>
    public int Window { get; init; } = 128;

    /// <summary>Samples per batch, S; fewer when the run has fewer training samples.</summary>
    public int SamplesPerBatch { get; init; } = 5;

    /// <summary>Passes over the training samples, each of floor(samples / S) steps.</summary>
    public int Epochs { get; init; } = 1000;

    /// <summary>Training steps; 0 takes them from <see cref="Epochs"/>.</summary>
    public int Iterations { get; init; }

    /// <summary>Form of the networks.</summary>
    public NetworkForm Network { get; init; } = NetworkForm.Pooled;

    /// <summary>What the networks see beyond the border of a window.</summary>
    public WindowBorder Border { get; init; } = WindowBorder.Surroundings;

    /// <summary>Locations that go through the critic.</summary>
    public CriticLocations Critic { get; init; } = CriticLocations.Foreground;

    /// <summary>Numbers that the convolutions compute with while training.</summary>
    public NumberPrecision Precision { get; init; } = NumberPrecision.Float32;

    /// <summary>Estimate of the mutual information.</summary>
    public EstimateForm Estimate { get; init; } = EstimateForm.InfoNce;

    /// <summary>Scale of cosines in <see cref="EstimateForm.InfoNce"/> and in the contrast of samples, above 0.</summary>
    public double Temperature { get; init; } = 0.1;

    /// <summary>Weight of the contrast of samples, beside the estimate; 0 for none.</summary>
    public double ContrastWeight { get; init; } = 1;

    /// <summary>Adam's learning rate; its largest value where it changes.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Course of the learning rate.</summary>
    public RateSchedule Schedule { get; init; } = RateSchedule.Cosine;

    /// <summary>Form of the prior term.</summary>
    public PriorForm Prior { get; init; } = PriorForm.Adversarial;

    /// <summary>Weight of the prior term; 0 for none.</summary>
    public double PriorWeight { get; init; }

    /// <summary>Held-out samples: the last ones in ordinal order; negative takes two sevenths of all (4 of 14).</summary>
    public int HeldOut { get; init; } = -1;

    /// <summary>
    /// Share of the steps after which validation may choose the kept weights, 0 to 1; at 1 the last weights are kept. Before it has learned anything a critic that scores by
    /// Jensen-Shannon is near zero, and so is L_MI: from the first step on, as in the reference, a short training would keep an encoder that has seen a few batches.
    /// </summary>
    public double KeepFrom { get; init; } = 1;

    /// <summary>
    /// At most so many fields of a sample are in one training step, drawn anew for each, and in the validation; from 1. The reference takes all: a step's
    /// memory and time then grow with the fields of a sample.
    /// </summary>
    public int FieldsPerSample { get; init; } = 8;

    /// <summary>Steps between two validations.</summary>
    public int ValidateEvery { get; init; } = 50;

    /// <summary>Steps between two checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 20;

    /// <summary>Torch threads of the trainer; 0 takes the number of cores. Losses are reproduced for the same number.</summary>
    public int Threads { get; init; }

    /// <summary>How many of so many samples are held out: <see cref="HeldOut"/>, or two sevenths, rounded, when that is negative; two samples are always left to train on.</summary>
    /// <param name="samples">Samples of the run, at least 0.</param>
    public int HeldOutOf(int samples) => HeldOut >= 0 ? HeldOut : Math.Min((samples * 2 + 3) / 7, Math.Max(0, samples - 2));

    /// <summary>How many of so many samples the encoder is trained on: the first in order.</summary>
    public int TrainedOf(int samples) => Math.Max(0, samples - HeldOutOf(samples));

    /// <summary>Samples per batch for so many training samples: <see cref="SamplesPerBatch"/>, or all of them if they are fewer.</summary>
    /// <param name="trainingSamples">Samples trained on, at least 2.</param>
    public int BatchOf(int trainingSamples) => Math.Min(SamplesPerBatch, trainingSamples);

    /// <summary>Training steps for so many training samples: <see cref="Iterations"/>, or <see cref="Epochs"/> of floor(samples / S) steps.</summary>
    /// <param name="trainingSamples">Samples trained on, at least 2.</param>
    public int StepsOf(int trainingSamples) => Iterations > 0 ? Iterations : Epochs * (trainingSamples / BatchOf(trainingSamples));
}

/// <summary>Form of the networks.</summary>
public enum NetworkForm
{
    /// <summary>Four convolutions without norm, then mean and maximum over the window: intensity and density stay.</summary>
    Pooled,

    /// <summary>The reference's: batch norm everywhere, maxima over blocks, a critic of 2048 dimensions.</summary>
    Reference,
}

/// <summary>Estimate of the mutual information of local and global representations.</summary>
public enum EstimateForm
{
    /// <summary>A location finds its own sample among all of the batch.</summary>
    InfoNce,

    /// <summary>Pair by pair, as in the reference.</summary>
    JensenShannon,
}

/// <summary>Numbers that convolutions compute with. Weights are stored, and everything else is computed, in 32 bits.</summary>
public enum NumberPrecision
{
    /// <summary>32 bits.</summary>
    Float32,

    /// <summary>16 bits with the range of 32 and a mantissa of 8: faster where the processor has instructions for them.</summary>
    BFloat16,
}

/// <summary>Course of the learning rate over a training.</summary>
public enum RateSchedule
{
    /// <summary>Up in twenty steps, then down to 0 by half a cosine.</summary>
    Cosine,

    /// <summary>The same all the time.</summary>
    Constant,
}

/// <summary>What the networks see beyond the border of a window.</summary>
public enum WindowBorder
{
    /// <summary>What is there in the field, and the channel's mean beyond the field: windows that overlap share their computation.</summary>
    Surroundings,

    /// <summary>Zeros in every layer, as in the reference: each window is computed by itself.</summary>
    Zeros,
}

/// <summary>Locations of the local representation that go through the critic.</summary>
public enum CriticLocations
{
    /// <summary>Those that show cells: the others never count.</summary>
    Foreground,

    /// <summary>All, as in the reference: the background takes part in the critic's batch norm only.</summary>
    All,
}

/// <summary>Form of the prior term.</summary>
public enum PriorForm
{
    /// <summary>Discriminator on detached globals, encoder gets -log D(global): Deep InfoMax.</summary>
    Adversarial,

    /// <summary>One joint sum over encoder and discriminator, as in the reference implementation.</summary>
    Joint,
}

/// <summary>How windows are embedded.</summary>
public sealed record EmbedSettings
{
    /// <summary>Distance of neighbouring windows in pixels.</summary>
    public int Stride { get; init; } = 32;

    /// <summary>Windows that start within so many pixels are a window's context, which is half of its embedding; 0 leaves the context out.</summary>
    public int Context { get; init; } = 96;

    /// <summary>The density of cells around a window is measured over the windows that start within so many pixels.</summary>
    public int DensityReach { get; init; } = 128;

    /// <summary>Weight of the density of cells around a window, the last two numbers of an embedding by the pooled network.</summary>
    public double DensityWeight { get; init; } = 2;

    /// <summary>Windows per batch.</summary>
    public int Batch { get; init; } = 4;

    /// <summary>Numbers that the convolutions compute with while embedding.</summary>
    public NumberPrecision Precision { get; init; } = NumberPrecision.Float32;
}

/// <summary>How the kept windows are reduced to two dimensions.</summary>
public sealed record ReduceSettings
{
    /// <summary>Windows kept of each field: those with the highest foreground fraction.</summary>
    public int Top { get; init; } = 50;

    /// <summary>UMAP's neighbourhood size, the point itself included.</summary>
    public int NNeighbors { get; init; } = 50;

    /// <summary>Most of these that are other windows of the same field.</summary>
    public int OfOneField { get; init; } = 10;

    /// <summary>UMAP's smallest distance of points in the map.</summary>
    public double MinDist { get; init; } = 0.1;

    /// <summary>Layout epochs; 0 for umap-learn's rule (500 up to 10,000 points, else 200).</summary>
    public int NEpochs { get; init; }

    /// <summary>How batch effects are taken out of the embeddings first.</summary>
    public CorrectionSettings Correction { get; init; } = new();
}

/// <summary>How batch effects are taken out of the embeddings before they are mapped.</summary>
public sealed record CorrectionSettings
{
    /// <summary>What is done.</summary>
    public CorrectionMethod Method { get; init; }

    /// <summary>Column of the image table that names the batch of a field; empty for one batch.</summary>
    public string Batch { get; init; } = "";

    /// <summary>Column of the image table, or "Sample", that tells controls; empty for none.</summary>
    public string ControlColumn { get; init; } = "";

    /// <summary>What that column says of controls.</summary>
    public string Control { get; init; } = "";

    /// <summary>Added to the variances before whitening, as a share of their mean; above 0.</summary>
    public double Epsilon { get; init; } = 0.01;
}

/// <summary>How batch effects are taken out.</summary>
public enum CorrectionMethod
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Each feature is centred and scaled within each batch, by the batch's controls where there are any.</summary>
    Standardise,

    /// <summary>And then the features are whitened by the controls of all batches.</summary>
    Whiten,
}

/// <summary>How the map is clustered.</summary>
public sealed record ClusterSettings
{
    /// <summary>Number of components; 0 for one per sample, negative to choose by BIC.</summary>
    public int Clusters { get; init; }

    /// <summary>Largest number of components tried when chosen by BIC.</summary>
    public int MaxClusters { get; init; } = 20;

    /// <summary>EM stops when the mean log-likelihood gains less than this.</summary>
    public double Tolerance { get; init; } = 1e-3;

    /// <summary>Added to the diagonal of each covariance, in squared map units.</summary>
    public double RegCovar { get; init; } = 0.1;

    /// <summary>EM stops after this many iterations.</summary>
    public int MaxIterations { get; init; } = 1000;

    /// <summary>Starts of the mixture; the best likelihood is kept.</summary>
    public int NInit { get; init; } = 10;
}

/// <summary>What the report shows.</summary>
public sealed record ReportSettings
{
    /// <summary>Title of the page; empty for the run's directory name.</summary>
    public string Title { get; init; } = "";

    /// <summary>Example fields shown per cluster.</summary>
    public int ExamplesPerCluster { get; init; } = 3;
}
