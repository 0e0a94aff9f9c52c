using Morph.Domain.Settings;
using static Morph.Cli.Configuration.NodeValueKinds;
using static Morph.Cli.Configuration.ValueKinds;

namespace Morph.Cli.Configuration;

/// <summary>Every key of <c>hocon/morph.conf</c>, in its order.</summary>
internal static class SettingKeys
{
    /// <summary>Path of the block that says how work is handed out; it changes no result.</summary>
    public const string WorkBlock = "morph.work";

    /// <summary>Path of the block that describes a node of a cluster; it changes no result.</summary>
    public const string NodeBlock = "morph.node";

    /// <summary>All keys.</summary>
    public static IReadOnlyList<SettingKey> All { get; } =
    [
        SettingKey.Of("morph.seed", WholeLong(0), c => c.Settings.Seed, (c, v) => c with { Settings = c.Settings with { Seed = v } }),

        Load("channels", Names, s => s.Channels, (s, v) => s with { Channels = v }),
        Load("pattern", Pattern, s => s.Pattern, (s, v) => s with { Pattern = v }),
        Load("fields-per-sample", Whole(1), s => s.FieldsPerSample, (s, v) => s with { FieldsPerSample = v }),
        Load("max-pixels", WholeLong(1), s => s.MaxPixels, (s, v) => s with { MaxPixels = v }),

        Mask("foreground", Choice<ForegroundRule>(), s => s.Foreground, (s, v) => s with { Foreground = v }),
        Mask("tolerance", Number(0, above: true), s => s.Tolerance, (s, v) => s with { Tolerance = v }),
        Mask("reg-covar", Number(0), s => s.RegCovar, (s, v) => s with { RegCovar = v }),
        Mask("max-iterations", Whole(1), s => s.MaxIterations, (s, v) => s with { MaxIterations = v }),

        Train("window", Whole(64, 4096, multipleOf: 8), s => s.Window, (s, v) => s with { Window = v }),
        Train("samples-per-batch", Whole(2), s => s.SamplesPerBatch, (s, v) => s with { SamplesPerBatch = v }),
        Train("epochs", Whole(1), s => s.Epochs, (s, v) => s with { Epochs = v }),
        Train("iterations", Whole(0), s => s.Iterations, (s, v) => s with { Iterations = v }),
        Train("network", Choice<NetworkForm>(), s => s.Network, (s, v) => s with { Network = v }),
        Train("precision", Choice<NumberPrecision>(), s => s.Precision, (s, v) => s with { Precision = v }),
        Train("estimate", Choice<EstimateForm>(), s => s.Estimate, (s, v) => s with { Estimate = v }),
        Train("temperature", Number(0, above: true), s => s.Temperature, (s, v) => s with { Temperature = v }),
        Train("contrast-weight", Number(0), s => s.ContrastWeight, (s, v) => s with { ContrastWeight = v }),
        Train("schedule", Choice<RateSchedule>(), s => s.Schedule, (s, v) => s with { Schedule = v }),
        Train("learning-rate", Number(0, 1, above: true), s => s.LearningRate, (s, v) => s with { LearningRate = v }),
        Train("border", Choice<WindowBorder>(), s => s.Border, (s, v) => s with { Border = v }),
        Train("critic", Choice<CriticLocations>(), s => s.Critic, (s, v) => s with { Critic = v }),
        Train("prior", Choice<PriorForm>(), s => s.Prior, (s, v) => s with { Prior = v }),
        Train("prior-weight", Number(0), s => s.PriorWeight, (s, v) => s with { PriorWeight = v }),
        Train("held-out", Whole(0, words: ("auto", -1)), s => s.HeldOut, (s, v) => s with { HeldOut = v }),
        Train("fields-per-sample", Whole(1, 1000), s => s.FieldsPerSample, (s, v) => s with { FieldsPerSample = v }),
        Train("keep-from", Number(0, 1), s => s.KeepFrom, (s, v) => s with { KeepFrom = v }),
        Train("validate-every", Whole(1), s => s.ValidateEvery, (s, v) => s with { ValidateEvery = v }),
        Train("checkpoint-every", Whole(1), s => s.CheckpointEvery, (s, v) => s with { CheckpointEvery = v }),
        Train("threads", Whole(0, 1024), s => s.Threads, (s, v) => s with { Threads = v }),

        Embed("stride", Whole(1, 4096), s => s.Stride, (s, v) => s with { Stride = v }),
        Embed("context", Whole(0, 4096), s => s.Context, (s, v) => s with { Context = v }),
        Embed("density-reach", Whole(0, 4096), s => s.DensityReach, (s, v) => s with { DensityReach = v }),
        Embed("density-weight", Number(0), s => s.DensityWeight, (s, v) => s with { DensityWeight = v }),
        Embed("precision", Choice<NumberPrecision>(), s => s.Precision, (s, v) => s with { Precision = v }),
        Embed("batch", Whole(1, 1024), s => s.Batch, (s, v) => s with { Batch = v }),

        Reduce("top", Whole(1), s => s.Top, (s, v) => s with { Top = v }),
        Reduce("n-neighbors", Whole(2, 1000), s => s.NNeighbors, (s, v) => s with { NNeighbors = v }),
        Reduce("of-one-field", Whole(0, 1000), s => s.OfOneField, (s, v) => s with { OfOneField = v }),
        Reduce("min-dist", Number(0, 1), s => s.MinDist, (s, v) => s with { MinDist = v }),
        Reduce("n-epochs", Whole(0), s => s.NEpochs, (s, v) => s with { NEpochs = v }),

        Correction("method", Choice<CorrectionMethod>(), s => s.Method, (s, v) => s with { Method = v }),
        Correction("batch", Text, s => s.Batch, (s, v) => s with { Batch = v }),
        Correction("control-column", Text, s => s.ControlColumn, (s, v) => s with { ControlColumn = v }),
        Correction("control", Text, s => s.Control, (s, v) => s with { Control = v }),
        Correction("epsilon", Number(0, above: true), s => s.Epsilon, (s, v) => s with { Epsilon = v }),

        Cluster("clusters", Whole(1, 1000, words: [("samples", 0), ("auto", -1)]), s => s.Clusters, (s, v) => s with { Clusters = v }),
        Cluster("max-clusters", Whole(1, 1000), s => s.MaxClusters, (s, v) => s with { MaxClusters = v }),
        Cluster("tolerance", Number(0, above: true), s => s.Tolerance, (s, v) => s with { Tolerance = v }),
        Cluster("reg-covar", Number(0), s => s.RegCovar, (s, v) => s with { RegCovar = v }),
        Cluster("max-iterations", Whole(1), s => s.MaxIterations, (s, v) => s with { MaxIterations = v }),
        Cluster("n-init", Whole(1, 1000), s => s.NInit, (s, v) => s with { NInit = v }),

        Report("title", Text, s => s.Title, (s, v) => s with { Title = v }),
        Report("examples-per-cluster", Whole(0, 100), s => s.ExamplesPerCluster, (s, v) => s with { ExamplesPerCluster = v }),

        Work("attempts", Whole(1, 100), s => s.Attempts, (s, v) => s with { Attempts = v }),
        Work("lease", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(24)), s => s.Lease, (s, v) => s with { Lease = v }),
        Work("unit-limit", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(168)), s => s.UnitLimit, (s, v) => s with { UnitLimit = v }),
        Work("parallelism", Whole(0, 1024), s => s.Parallelism, (s, v) => s with { Parallelism = v }),

        Node("roles", Roles, s => s.Roles, (s, v) => s with { Roles = v }),
        Node("hostname", HostName, s => s.Hostname, (s, v) => s with { Hostname = v }),
        Node("bind-hostname", HostNameOrNone, s => s.BindHostname, (s, v) => s with { BindHostname = v }),
        Node("port", Whole(0, 65535), s => s.Port, (s, v) => s with { Port = v }),
        Node("http-port", Whole(0, 65535), s => s.HttpPort, (s, v) => s with { HttpPort = v }),
        Node("seed-nodes", SeedNodes, s => s.SeedNodes, (s, v) => s with { SeedNodes = v }),
        Node("database", Text, s => s.Database, (s, v) => s with { Database = v }),
        Node("shared-directory", AbsolutePathOrNone, s => s.SharedDirectory, (s, v) => s with { SharedDirectory = v }),
    ];

    /// <summary>The key of a path.</summary>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public static SettingKey At(string path) =>
        All.FirstOrDefault(k => k.Path == path) ?? throw new KeyNotFoundException($"{path} is not a key of the configuration.");

    /// <summary>The first key that decides results and differs between two configurations; null when none does.</summary>
    public static SettingKey? FirstDifference(MorphSettings one, MorphSettings other)
    {
        var a = RunConfiguration.Default with { Settings = one };
        var b = RunConfiguration.Default with { Settings = other };
        return All.FirstOrDefault(k => k.DecidesResults && k.Read(a) != k.Read(b));
    }

    private static SettingKey Load<T>(string name, ValueKind<T> kind, Func<LoadSettings, T> get, Func<LoadSettings, T, LoadSettings> set) =>
        SettingKey.Of($"morph.load.{name}", kind, c => get(c.Settings.Load), (c, v) => c with { Settings = c.Settings with { Load = set(c.Settings.Load, v) } });

    private static SettingKey Mask<T>(string name, ValueKind<T> kind, Func<MaskSettings, T> get, Func<MaskSettings, T, MaskSettings> set) =>
        SettingKey.Of($"morph.mask.{name}", kind, c => get(c.Settings.Mask), (c, v) => c with { Settings = c.Settings with { Mask = set(c.Settings.Mask, v) } });

    private static SettingKey Train<T>(string name, ValueKind<T> kind, Func<TrainSettings, T> get, Func<TrainSettings, T, TrainSettings> set) =>
        SettingKey.Of($"morph.train.{name}", kind, c => get(c.Settings.Train), (c, v) => c with { Settings = c.Settings with { Train = set(c.Settings.Train, v) } });

    private static SettingKey Embed<T>(string name, ValueKind<T> kind, Func<EmbedSettings, T> get, Func<EmbedSettings, T, EmbedSettings> set) =>
        SettingKey.Of($"morph.embed.{name}", kind, c => get(c.Settings.Embed), (c, v) => c with { Settings = c.Settings with { Embed = set(c.Settings.Embed, v) } });

    private static SettingKey Reduce<T>(string name, ValueKind<T> kind, Func<ReduceSettings, T> get, Func<ReduceSettings, T, ReduceSettings> set) =>
        SettingKey.Of($"morph.reduce.{name}", kind, c => get(c.Settings.Reduce), (c, v) => c with { Settings = c.Settings with { Reduce = set(c.Settings.Reduce, v) } });

    private static SettingKey Correction<T>(string name, ValueKind<T> kind, Func<CorrectionSettings, T> get, Func<CorrectionSettings, T, CorrectionSettings> set) =>
        Reduce($"correction.{name}", kind, s => get(s.Correction), (s, v) => s with { Correction = set(s.Correction, v) });

    private static SettingKey Cluster<T>(string name, ValueKind<T> kind, Func<ClusterSettings, T> get, Func<ClusterSettings, T, ClusterSettings> set) =>
        SettingKey.Of($"morph.cluster.{name}", kind, c => get(c.Settings.Cluster), (c, v) => c with { Settings = c.Settings with { Cluster = set(c.Settings.Cluster, v) } });

    private static SettingKey Report<T>(string name, ValueKind<T> kind, Func<ReportSettings, T> get, Func<ReportSettings, T, ReportSettings> set) =>
        SettingKey.Of($"morph.report.{name}", kind, c => get(c.Settings.Report), (c, v) => c with { Settings = c.Settings with { Report = set(c.Settings.Report, v) } });

    private static SettingKey Work<T>(string name, ValueKind<T> kind, Func<WorkSettings, T> get, Func<WorkSettings, T, WorkSettings> set) =>
        SettingKey.Of($"{WorkBlock}.{name}", kind, c => get(c.Work), (c, v) => c with { Work = set(c.Work, v) });

    private static SettingKey Node<T>(string name, ValueKind<T> kind, Func<NodeSettings, T> get, Func<NodeSettings, T, NodeSettings> set) =>
        SettingKey.Of($"{NodeBlock}.{name}", kind, c => get(c.Node), (c, v) => c with { Node = set(c.Node, v) });
}
