using static TorchSharp.torch;

namespace Morph.Learning.Networks;

/// <summary>The order in which images and maps lie in memory.</summary>
internal static class MemoryFormat
{
    /// <summary>
    /// The same B x C x H x W tensor with all channels of a pixel side by side, an order that convolutions then keep to, so that nothing is
    /// put in another order between layers.
    /// </summary>
    public static Tensor ChannelsLast(Tensor images) => images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
