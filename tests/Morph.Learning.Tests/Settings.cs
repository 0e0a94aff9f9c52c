using Morph.Domain.Settings;

namespace Morph.Learning.Tests;

/// <summary>Settings of trainings.</summary>
internal static class Settings
{
    /// <summary>The reference implementation's, with the prior in the form of Deep InfoMax.</summary>
    public static TrainSettings Reference { get; } = new()
    {
        Network = NetworkForm.Reference,
        Estimate = EstimateForm.JensenShannon,
        ContrastWeight = 0,
        LearningRate = 1e-4,
        Schedule = RateSchedule.Constant,
        PriorWeight = 0.1,
        KeepFrom = 0,
        Border = WindowBorder.Zeros,
        Critic = CriticLocations.All,
    };
}
