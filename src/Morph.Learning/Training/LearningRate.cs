using Morph.Domain.Settings;

namespace Morph.Learning.Training;

/// <summary>The learning rate of a step: a function of the step and of how many there are.</summary>
internal static class LearningRate
{
    /// <summary>Steps in which the cosine schedule rises to its largest value.</summary>
    private const int WarmUp = 20;

    /// <summary>The rate of a step; by the cosine schedule after Loshchilov and Hutter 2017, equation 5, without restarts.</summary>
    /// <param name="settings">Largest rate and schedule.</param>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="steps">Steps in all.</param>
    public static double At(TrainSettings settings, int step, int steps) => settings.Schedule switch
    {
        RateSchedule.Constant => settings.LearningRate,
        RateSchedule.Cosine => settings.LearningRate * Math.Min(1, (double)step / WarmUp) * 0.5 * (1 + Math.Cos(Math.PI * (step - 1) / steps)),
        _ => throw new InvalidOperationException($"The schedule {settings.Schedule} is unknown."),
    };
}
