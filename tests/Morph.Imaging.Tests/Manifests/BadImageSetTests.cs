using Morph.Domain.Errors;
using Morph.Domain.Settings;
using Morph.Imaging.Manifests;

namespace Morph.Imaging.Tests.Manifests;

/// <summary>What a user gets for a wrong image set: the whole message, so that a change of it is seen.</summary>
public class BadImageSetTests
{
    [Fact]
    public void No_such_folder() => Assert.Equal(
        "There is no folder /nowhere/at/all: check the path.",
        Assert.Throws<ManifestException>(() => ManifestReader.Read("/nowhere/at/all", null, new(), 64)).Message);

    [Fact]
    public void A_file_instead_of_a_folder()
    {
        using var set = ImageSet.OfFields(1);
        var file = Path.Combine(set.Folder, "00001-DNA.png");
        Assert.Equal(
            $"{file} is a file: name the folder that holds the images.",
            Assert.Throws<ManifestException>(() => ManifestReader.Read(file, null, new(), 64)).Message);
    }

    [Fact]
    public void An_empty_folder()
    {
        using var set = new ImageSet();
        Assert.Equal("There are no images in IMAGES: the folder is empty: name the folder that holds the TIFF, PNG, JPEG, BMP, DIB or C01 files.", set.Refusal());
    }

    [Fact]
    public void A_folder_without_images_says_how_many_files_it_left_out()
    {
        using var set = new ImageSet().AddBytes("notes.txt", [1]).AddBytes(".hidden-DNA.png", [1]);
        Assert.StartsWith("There are no images in IMAGES (2 other files left out): ", set.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_channel()
    {
        using var set = ImageSet.OfFields(8).Remove("00003-DNA.png");
        Assert.Equal(
            "Missing channel: field 00003 has no image for channel DNA (expected IMAGES/00003-DNA.png): add it, leave the field out, "
            + "or leave the channel out with --channels actin.",
            set.Refusal());
    }

    [Fact]
    public void A_stray_word_that_only_one_field_has_as_channel_is_one_problem_not_one_for_each_field()
    {
        using var set = ImageSet.OfFields(8).Add("00003-thumb.png");
        Assert.Equal(
            "Missing channel: only 1 of 8 fields with channel thumb (00003-thumb.png): add the missing images, move those away, "
            + "or leave the channel out with --channels DNA,actin.",
            set.Refusal());
    }

    [Fact]
    public void Fields_of_different_sizes()
    {
        using var set = ImageSet.OfFields(8).Add("00003-DNA.png", 80, 72);
        Assert.Equal(
            "Fields have different sizes: 15 images have 64 x 64 (width x height), but 80 x 72 has 00003-DNA.png. "
            + "Leave those fields out with a --samples table, or crop all images to one size.",
            set.Refusal());
    }

    [Fact]
    public void Images_smaller_than_the_window()
    {
        using var set = ImageSet.OfFields(8);
        Assert.Equal("The images (64 x 64 pixels) are smaller than the window of 128 pixels: take --window 64 or less.", set.Refusal(window: 128));
    }

    [Theory]
    [InlineData(100, 104)]
    [InlineData(32, 64)]
    [InlineData(-8, 64)]
    public void A_window_the_networks_cannot_take(int window, int near)
    {
        using var set = ImageSet.OfFields(8);
        Assert.Contains($"The window of {window} pixels must be a multiple of 8 and at least 64: take --window {near}.", set.Refusal(window: window), StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_sample()
    {
        using var set = ImageSet.OfFields(4);
        Assert.Equal(
            "There is a single sample (S00001, 4 fields): training contrasts samples, so at least two are needed. Add images, or name samples with --samples.",
            set.Refusal());
    }

    [Fact]
    public void A_field_that_is_there_in_two_formats()
    {
        using var set = ImageSet.OfFields(8).AddBytes("00003-DNA.tif", [1]);
        Assert.Equal("Duplicate field: 00003 has two images for channel DNA, 00003-DNA.png and 00003-DNA.tif: remove or rename one.", set.Refusal());
    }

    [Fact]
    public void A_channel_that_is_not_there()
    {
        using var set = ImageSet.OfFields(8);
        Assert.Equal(
            "There is no channel actn (did you mean actin?): the images have DNA, actin.",
            set.Refusal(settings: new LoadSettings { Channels = ["DNA", "actn"] }));
    }

    [Fact]
    public void Only_unreadable_images()
    {
        using var set = new ImageSet();
        for (var f = 1; f <= 8; f++)
        {
            set.AddBytes($"0000{f}-DNA.png", []);
        }

        Assert.Equal(
            "No field can be read: 8 images are damaged or not supported, first: IMAGES/00001-DNA.png: the file is empty (0 bytes); copy or export it again.",
            set.Refusal());
    }

    [Fact]
    public void Samples_that_would_share_a_folder()
    {
        using var set = ImageSet.OfFields(2);
        Assert.Equal(
            "The samples 'drug/1', 'drug:1' would share the folder name drug_1: rename all but one.",
            set.Refusal("field,sample\n00001,drug:1\n00002,drug/1\n"));
    }

    [Fact]
    public void A_colour_image_under_one_channels_name()
    {
        using var set = ImageSet.OfFields(8).AddBytes("00003-DNA.png", ColourPng());
        Assert.Equal(
            "Several planes under the name of a single channel, in 1 image (00003-DNA.png): 00003-DNA.png is a colour image of 3 samples per pixel: "
            + "export each stain as 8- or 16-bit gray.",
            set.Refusal());
    }

    [Fact]
    public void A_pattern_that_is_no_regular_expression_has_no_field_or_fits_nothing()
    {
        using var set = ImageSet.OfFields(8);
        Assert.StartsWith("morph.load.pattern is not a regular expression: ", set.Refusal(settings: new LoadSettings { Pattern = "(?<field>" }), StringComparison.Ordinal);
        Assert.StartsWith("morph.load.pattern has no group named field", set.Refusal(settings: new LoadSettings { Pattern = ".*" }), StringComparison.Ordinal);
        Assert.Equal(
            "morph.load.pattern fits none of the 16 images in IMAGES, for example 00001-DNA.png: the pattern is ^(?<field>x)$",
            set.Refusal(settings: new LoadSettings { Pattern = "^(?<field>x)$" }));
    }

    [Fact]
    public void A_pattern_that_would_take_for_ever_is_told()
    {
        using var set = ImageSet.OfFields(1).Add("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-x.png");
        Assert.StartsWith("morph.load.pattern takes over a second", set.Refusal(settings: new LoadSettings { Pattern = "^(?<field>(a+)+)$" }), StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_listed_up_to_twenty()
    {
        using var set = ImageSet.OfFields(60);
        for (var f = 1; f <= 25; f++)
        {
            set.Remove($"{f:D5}-DNA.png");
        }

        var lines = set.Refusal().Split('\n');
        Assert.Equal("25 problems with the image set; nothing was started:", lines[0]);
        Assert.Equal(20, lines.Count(l => l.StartsWith("  - Missing channel: field 000", StringComparison.Ordinal)));
        Assert.Equal("  and 5 more", lines[^1]);
    }

    private static byte[] ColourPng()
    {
        using var bitmap = new SkiaSharp.SKBitmap(64, 64, SkiaSharp.SKColorType.Rgb888x, SkiaSharp.SKAlphaType.Opaque);
        using var data = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
