using Morph.Domain.Settings;
using Morph.Imaging.Manifests;

namespace Morph.Imaging.Tests.Manifests;

public class GoodImageSetTests
{
    [Fact]
    public void Sorted_fields_in_groups_of_four_are_samples_called_after_their_first_field()
    {
        using var set = ImageSet.OfFields(8);
        var (manifest, warnings, _) = set.Read();
        Assert.Equal(["DNA", "actin"], manifest.Channels.ToArray());
        Assert.Equal(["S00001", "S00005"], manifest.Samples.ToArray());
        Assert.Equal(("S00005", "00006"), (manifest.Fields[5].Sample, manifest.Fields[5].Field));
        Assert.Equal(["00006-DNA.png", "00006-actin.png"], manifest.Fields[5].Planes.Select(p => p.Path));
        Assert.Equal((64, 64, "FIELD-CHANNEL, groups of four"), (manifest.Height, manifest.Width, manifest.Naming));
        Assert.Equal(new FileInfo(Path.Combine(set.Folder, "00006-DNA.png")).Length, manifest.Fields[5].Planes[0].Length);
        Assert.Empty(warnings);
    }

    [Fact]
    public void Numbers_without_leading_zeros_are_grouped_as_people_count()
    {
        using var set = new ImageSet();
        for (var f = 1; f <= 10; f++)
        {
            set.Add($"{f}-DNA.png");
        }

        var manifest = set.Read(settings: new LoadSettings { FieldsPerSample = 5 }).Manifest;
        Assert.Equal(["6", "7", "8", "9", "10"], manifest.Fields.Where(f => f.Sample == "S6").Select(f => f.Field).OrderBy(f => f.Length));
    }

    [Fact]
    public void A_table_names_samples_keeps_further_columns_as_text_and_leaves_other_fields_out()
    {
        using var set = ImageSet.OfFields(8).Remove("00007-DNA.png");
        var reading = set.Read("\uFEFFField;SAMPLE;well;dose;Set\r\n\r\n00002;\"B \"\"x\"\"\";a01;00,50;train\r\n00001;A;A1;1;test\r\n");
        Assert.Equal(["A", "B \"x\""], reading.Manifest.Samples.ToArray());
        Assert.Equal(["00001", "00002"], reading.Manifest.Fields.Select(f => f.Field));
        Assert.Equal("00,50", reading.Manifest.Fields[1].Metadata["dose"]);
        Assert.Equal("a01", reading.Manifest.Fields[1].Metadata["Well"]);
        Assert.Equal("train", reading.Manifest.Fields[1].Metadata["Table_Set"]);
        Assert.Equal(["6 fields of the folder left out, because samples.csv does not list them: 00003, 00004, 00005, 00006, 00007 and 1 more."], reading.Warnings.ToArray());
    }

    [Theory]
    [InlineData("a1", "A01")]
    [InlineData("A01", "a1")]
    [InlineData("B003", "B3")]
    public void Spellings_of_a_well_match_and_the_files_keep_theirs(string inTable, string inFolder)
    {
        using var set = new ImageSet().Add($"{inFolder}-DNA.png").Add("H12-DNA.png");
        var manifest = set.Read($"field,sample\n{inTable},x\nh12,y\n").Manifest;
        Assert.Equal([inFolder, "H12"], manifest.Fields.Select(f => f.Field));
    }

    [Fact]
    public void Two_spellings_of_one_well_in_the_table_are_a_duplicate()
    {
        using var set = new ImageSet().Add("A01-DNA.png").Add("A02-DNA.png");
        Assert.Equal("samples.csv, row 3: duplicate field A1, already in row 2: remove one of the rows.", set.Refusal("field,sample\na01,x\nA1,y\nA02,z\n"));
    }

    [Fact]
    public void Subfolders_are_searched_and_tell_fields_apart_only_where_they_must()
    {
        using var one = new ImageSet().Add("a/00001-DNA.png").Add("b/00001-actin.png").Add("a/00002-DNA.png").Add("b/00002-actin.png");
        Assert.Equal(["00001", "00002"], one.Read(settings: new LoadSettings { FieldsPerSample = 1 }).Manifest.Fields.Select(f => f.Field));

        using var two = new ImageSet().Add("p1/A01-DNA.png").Add("p2/A01-DNA.png");
        Assert.Equal(["p1/A01", "p2/A01"], two.Read("field,sample\np1/a1,x\np2/a1,y\n").Manifest.Fields.Select(f => f.Field));
        Assert.Contains("field 'A01' could be any of p1/A01, p2/A01: write it as the files do.", two.Refusal("field,sample\nA01,x\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_links_to_itself_is_read_once()
    {
        using var set = ImageSet.OfFields(8);
        Directory.CreateSymbolicLink(Path.Combine(set.Folder, "again"), set.Folder);
        Assert.Equal(8, set.Read().Manifest.Fields.Length);
    }

    [Fact]
    public void Hidden_and_other_files_are_counted_not_read()
    {
        using var set = ImageSet.OfFields(8).AddBytes("readme.txt", [1]).AddBytes("._00001-DNA.png", [1]);
        Assert.Equal(2, set.Read().IgnoredFiles);
    }

    [Fact]
    public void A_pattern_names_sample_field_channel_and_metadata()
    {
        using var set = new ImageSet();
        foreach (var well in new[] { "B02", "B03" })
        {
            foreach (var site in new[] { "1", "2" })
            {
                set.Add($"plate7/x_{well}_s{site}_w1ABC.png").Add($"plate7/x_{well}_s{site}_w2DEF.png");
            }
        }

        var settings = new LoadSettings { Pattern = @"^(?<plate>[^/]+)/x_(?<sample>[A-Z]\d\d)_s(?<field>\d)_w(?<channel>\d)" };
        var manifest = set.Read(settings: settings).Manifest;
        Assert.Equal(["B02", "B03"], manifest.Samples.ToArray());
        Assert.Equal(["1", "2"], manifest.Channels.ToArray());
        Assert.Equal(["B02_1", "B02_2", "B03_1", "B03_2"], manifest.Fields.Select(f => f.Field));
        Assert.Equal(("plate7", "2"), (manifest.Fields[1].Metadata["Plate"], manifest.Fields[1].Metadata["Site"]));
    }

    [Fact]
    public void A_LoadData_table_is_understood_wherever_its_paths_came_from()
    {
        using var set = new ImageSet().Add("week1/s1-ch1.png").Add("week1/s1-ch2.png").Add("week1/s2-ch1.png").Add("week1/s2-ch2.png");
        var reading = set.Read(
            "Image_FileName_DNA,Image_PathName_DNA,Image_FileName_Actin,Image_PathName_Actin,Metadata_Well,Metadata_Plate,Metadata_Site\n"
            + "s1-ch1.png,C:\\data\\old,s1-ch2.png,C:\\data\\old,a1,P1,1\n"
            + "s2-ch1.png,week1,s2-ch2.png,week1,B02,P1,1\n");
        Assert.Equal(["DNA", "Actin"], reading.Manifest.Channels.OrderByDescending(c => c));
        Assert.Equal(["B02", "a1"], reading.Manifest.Samples.ToArray());
        Assert.Equal(["s2", "s1"], reading.Manifest.Fields.Select(f => f.Field));
        Assert.Equal("week1/s2-ch1.png", reading.Manifest.Fields[0].Planes[reading.Manifest.Channels.IndexOf("DNA")].Path);
        Assert.Equal("P1", reading.Manifest.Fields[0].Metadata["Plate"]);
    }

    [Fact]
    public void Channels_are_used_in_the_order_given_and_others_need_not_be_complete()
    {
        using var set = ImageSet.OfFields(8).Add("00001-pH3.png");
        Assert.Equal(["actin", "DNA"], set.Read(settings: new LoadSettings { Channels = ["actin", "dna"] }).Manifest.Channels.ToArray());
    }

    [Fact]
    public void One_unreadable_image_is_a_warning_because_only_its_field_is_lost()
    {
        using var set = ImageSet.OfFields(8).AddBytes("00003-DNA.png", [1, 2, 3]).AddBytes("00004-DNA.png", []);
        var reading = set.Read();
        Assert.Equal(8, reading.Manifest.Fields.Length);
        var warning = Assert.Single(reading.Warnings);
        Assert.StartsWith("2 images cannot be read; 2 fields will be quarantined. First: ", warning, StringComparison.Ordinal);
        Assert.Contains("00003-DNA.png: its content is not an image", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Mixed_bit_depths_of_a_channel_are_a_warning()
    {
        using var set = ImageSet.OfFields(8).Add("00003-DNA.png", bits: 16);
        Assert.Contains("Channel DNA mixes 7 8-bit images with 1 16-bit image", Assert.Single(set.Read().Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_without_a_channel_take_the_pages_of_the_files_as_channels()
    {
        using var bitmap = new SkiaSharp.SKBitmap(64, 64, SkiaSharp.SKColorType.Rgb888x, SkiaSharp.SKAlphaType.Opaque);
        using var colour = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100);
        using var set = new ImageSet();
        for (var f = 1; f <= 8; f++)
        {
            set.AddBytes($"{f:D5}.png", colour.ToArray());
        }

        var manifest = set.Read().Manifest;
        Assert.Equal(["C1", "C2", "C3"], manifest.Channels.ToArray());
        Assert.Equal([0, 1, 2], manifest.Fields[0].Planes.Select(p => p.Page));
        Assert.Equal(["r", "g", "b"], set.Read(settings: new LoadSettings { Channels = ["r", "g", "b"] }).Manifest.Channels.ToArray());
        Assert.Equal("--channels names 2 channels, but the images have 3 pages: name all pages, in their order.", set.Refusal(settings: new LoadSettings { Channels = ["r", "g"] }));
    }

    [Fact]
    public void A_last_group_that_is_not_full_is_a_warning()
    {
        using var set = ImageSet.OfFields(6);
        Assert.StartsWith("6 fields do not divide into groups of 4: sample S00005 has only 2 fields.", Assert.Single(set.Read().Warnings), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void The_real_sets_are_understood()
    {
        Check("hela-rnai", 6, 24, ["DNA", "actin", "tubulin"], (510, 512), 64);
        Check("mcf7-treatments", 8, 32, ["DNA", "actin", "tubulin"], (476, 476), 136);
        Check("sirna-plate", 16, 64, ["DNA", "PM", "TOTAL"], (512, 672), 128);

        static void Check(string set, int samples, int fields, string[] channels, (int, int) size, int window)
        {
            var folder = TestData.ImagesOrSkip(set, "images");
            var reading = ManifestReader.Read(folder, TestData.ImagesOrSkip(set, "samples.csv"), new(), window);
            var manifest = reading.Manifest;
            Assert.Equal((samples, fields, size), (manifest.Samples.Length, manifest.Fields.Length, (manifest.Height, manifest.Width)));
            Assert.Equal(channels, manifest.Channels.ToArray());
            Assert.Empty(reading.Warnings);
        }
    }
}
