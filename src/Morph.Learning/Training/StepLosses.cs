namespace Morph.Learning.Training;

/// <summary>The losses of one training step, as they were before the step's update.</summary>
/// <param name="Step">Number of the step, from 1.</param>
/// <param name="Epoch">Number of the pass over the training samples that it belongs to, from 1.</param>
/// <param name="Mi">L_MI of the batch, by the settings' estimate.</param>
/// <param name="PriorDiscriminator">Loss of the prior discriminator; in the joint form the whole prior term.</param>
/// <param name="PriorEncoder">The encoder's prior loss before its weight; 0 in the joint form.</param>
/// <param name="ValidationMi">L_MI of the validation samples after the step's update; null when no validation was due.</param>
/// <param name="Contrast">The contrast of samples before its weight; 0 without.</param>
public sealed record StepLosses(int Step, int Epoch, double Mi, double PriorDiscriminator, double PriorEncoder, double? ValidationMi, double Contrast = 0);
