namespace Morph.Imaging.Tests.Manifests;

/// <summary>What a user gets for a wrong table: the whole message, so that a change of it is seen.</summary>
public class BadTableTests
{
    private static string Refusal(string table)
    {
        using var set = ImageSet.OfFields(8);
        return set.Refusal(table);
    }

    [Fact]
    public void No_such_table()
    {
        using var set = ImageSet.OfFields(8);
        var refusal = Assert.Throws<Domain.Errors.ManifestException>(() => Imaging.Manifests.ManifestReader.Read(set.Folder, "/nowhere/s.csv", new(), 64));
        Assert.Equal("There is no table /nowhere/s.csv: check the name given to --samples.", refusal.Message);
    }

    [Fact]
    public void No_sample_column() => Assert.Equal(
        "samples.csv has no column 'sample' (did you mean 'smple'?): its columns are field, smple. Needed are field and sample, or FileName_<Channel> columns.",
        Refusal("field,smple\n00001,A\n"));

    [Fact]
    public void An_unknown_field() => Assert.Equal(
        "samples.csv, row 3: field '0001' has no image in IMAGES (the nearest name is '00001'): add its files, or remove the row.",
        Refusal("field,sample\n00001,A\n0001,A\n00002,B\n"));

    [Fact]
    public void A_duplicate_field() => Assert.Equal(
        "samples.csv, row 4: duplicate field 00001, already in row 2: remove one of the rows.",
        Refusal("field,sample\n00001,A\n00002,B\n00001,B\n"));

    [Fact]
    public void An_empty_sample() => Assert.Equal(
        "samples.csv, row 3: the column sample is empty.",
        Refusal("field,sample\n00001,A\n00002, \n"));

    [Fact]
    public void A_ragged_row() => Assert.Equal(
        "samples.csv, row 3: 3 cells, but the header has 2: check for a missing or an unquoted separator.",
        Refusal("field,sample\n00001,A\n00002,B,C\n"));

    [Fact]
    public void A_quote_that_is_never_closed() => Assert.Equal(
        "samples.csv, row 3: a quote is opened and never closed.",
        Refusal("field,sample\n00001,A\n00002,\"B\n"));

    [Fact]
    public void Two_columns_of_one_name() => Assert.Equal(
        "samples.csv: there are 2 columns 'Field': rename or delete all but one.",
        Refusal("Field,sample,field\n00001,A,1\n00002,B,2\n"));

    [Fact]
    public void No_rows() => Assert.Equal("samples.csv has no rows: it needs one for each field.", Refusal("field,sample\n"));

    [Fact]
    public void An_empty_table() => Assert.Equal(
        "The table samples.csv is empty: it needs a row of column names and one row for each field.", Refusal("\n\n"));

    [Fact]
    public void A_missing_file_of_a_LoadData_row() => Assert.Equal(
        "samples.csv, row 3, column FileName_DNA: there is no file 00009-DNA.png in /old/place nor in IMAGES: correct the name, add the file, or remove the row.",
        Refusal("FileName_DNA,PathName_DNA,Metadata_Well\n00001-DNA.png,/old/place,A1\n00009-DNA.png,/old/place,A2\n"));

    [Fact]
    public void A_LoadData_table_that_names_no_samples() => Assert.Equal(
        "samples.csv has neither a column Metadata_Sample nor Metadata_Well, so samples have no names: its columns are FileName_DNA.",
        Refusal("FileName_DNA\n00001-DNA.png\n"));

    [Fact]
    public void A_LoadData_row_that_is_there_twice() => Assert.Equal(
        "samples.csv, row 4: duplicate field 00001-DNA, already in row 2: remove one of the rows.",
        Refusal("FileName_DNA,Metadata_Well\n00001-DNA.png,A1\n00002-DNA.png,A2\n00001-DNA.png,A2\n"));

    [Fact]
    public void A_LoadData_row_without_one_channel() => Assert.StartsWith(
        "Missing channel: field 00003 has no image for channel DNA",
        Refusal("FileName_DNA,FileName_actin,Metadata_Well\n00001-DNA.png,00001-actin.png,A1\n00002-DNA.png,00002-actin.png,A2\n,00003-actin.png,A2\n").Replace("-actin", "", StringComparison.Ordinal),
        StringComparison.Ordinal);
}
