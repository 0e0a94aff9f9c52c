using Morph.Benchmarks;

if (args is ["limits"])
{
    MachineLimits.Run(Console.Out);
    return 0;
}

if (args is ["map", var points])
{
    LargeMap.Run(Console.Out, int.Parse(points, System.Globalization.CultureInfo.InvariantCulture));
    return 0;
}

if (args is ["quality", var run])
{
    MapQuality.Run(Console.Out, run);
    return 0;
}

var pairs = args.Length > 0 && int.TryParse(args[0], out var given) ? given : 3;
Comparison.Run(Console.Out, pairs, args.Length > 1 ? args[1] : "");
return 0;
