using Akka.Actor;
using Akka.Configuration;
using Morph.Actors.Hosting;
using Morph.Actors.Ledger;
using Morph.Actors.Protocol;
using Morph.Actors.Tests.Fakes;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Runs;
using Morph.Domain.Settings;

namespace Morph.Actors.Tests.Hosting;

public sealed class RunRecorderTests
{
    [Theory]
    [InlineData(RunEnd.Done, ExitCode.Done)]
    [InlineData(RunEnd.Failed, ExitCode.Failed)]
    public async Task The_end_of_an_execution_leaves_no_half_written_file_and_every_whole_one(RunEnd end, ExitCode exitCode)
    {
        using var folder = new TemporaryFolder();
        var directory = new RunDirectory(folder.File("run"));
        var definition = MemoryRunStore.Definition(samples: 2, fields: 1);
        var request = new RunRequest(directory.Root, definition.Manifest, definition.Settings, Stage.Report, "auto", WorkSettings.Default, ["submit"]);
        var run = RunRecord.Begin(directory, request, LedgerView.Empty, journal: "", TimeProvider.System);
        var whole = directory.EmbeddingPath("model", "S00", "00000");
        var half = Path.Combine(Path.GetDirectoryName(whole)!, ".0123456789abcdef.morph-tmp");
        Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
        await File.WriteAllTextAsync(whole, "whole");
        await File.WriteAllTextAsync(half, "ha");

        using var system = ActorSystem.Create("morph", AkkaConfiguration.Local(directory.JournalFile, Config.Empty));
        var finished = await new RunRecorder(system, (_, _) => { }, TimeProvider.System).RecordAsync(new(run, Stage.Report, WorkSettings.Default), new(end, "", 0));
        await system.Terminate();

        Assert.Equal(exitCode, finished.ExitCode);
        Assert.False(File.Exists(half));
        Assert.Equal("whole", await File.ReadAllTextAsync(whole));
    }
}
