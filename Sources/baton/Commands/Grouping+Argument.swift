public import ArgumentParser
public import Reporting

extension Grouping: ExpressibleByArgument {}
