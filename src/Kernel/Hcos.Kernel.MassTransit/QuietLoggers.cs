using Microsoft.Extensions.Logging;

namespace Hcos.Kernel.MassTransit;

/// <summary>Lets only warnings and errors through; MassTransit tells of every endpoint otherwise.</summary>
internal sealed class QuietLoggers : ILoggerFactory
{
    private readonly ILoggerFactory _inner;

    /// <summary>Quiets <paramref name="inner"/>, which stays its owner's to dispose.</summary>
    public QuietLoggers(ILoggerFactory inner) => _inner = inner;

    public ILogger CreateLogger(string categoryName) => new QuietLogger(_inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => _inner.AddProvider(provider);

    public void Dispose()
    {
    }

    private sealed class QuietLogger(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
