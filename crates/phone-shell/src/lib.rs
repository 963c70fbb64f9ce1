//! What every shell around the phone's brain shares: opening the data folder, wiring the ports, the view and the commands of the user interface.
