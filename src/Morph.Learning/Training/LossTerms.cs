namespace Morph.Learning.Training;

/// <summary>The losses of one batch, before their weights.</summary>
/// <param name="Mi">L_MI.</param>
/// <param name="Contrast">The contrast of samples; 0 without.</param>
/// <param name="PriorDiscriminator">Loss of the prior discriminator; in the joint form the whole prior term; 0 without a prior.</param>
/// <param name="PriorEncoder">The encoder's prior loss; 0 in the joint form and without a prior.</param>
public readonly record struct LossTerms(double Mi, double Contrast, double PriorDiscriminator, double PriorEncoder);
