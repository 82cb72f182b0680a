using Hcos.Cie.Simulators.Wire;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

/// <summary>
/// Each request of each change of a server's execution goes wrong in each way: what is repeated converges, there is one
/// server all the time, and what is refused as unavailable did not happen.
/// </summary>
public sealed class ExecutionCutOffTests
{
    public static TheoryData<string, Interference> Cuts => CutOffs.Of(CutCalls.OfExecution);

    [Theory]
    [MemberData(nameof(Cuts))]
    public Task A_change_of_execution_that_was_cut_off_anywhere_is_done_by_its_repetition(
        string call, Interference what) => CutCalls.OfExecution[call].RunAsync(what);

    [Fact]
    public Task Every_request_of_a_change_of_execution_is_cut_off_somewhere() =>
        CutOffs.AllRequestsAreAmongThePointsAsync(CutCalls.OfExecution);
}
